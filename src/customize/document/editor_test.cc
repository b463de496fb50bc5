// SPDX-License-Identifier: Apache-2.0
// What changes make of the document, without a store.
#include "customize/document/editor.h"

#include <gtest/gtest.h>

#include "schema/custom.h"

namespace clientela::customize {
namespace {

// The document as changes leave it, one list after the other.
class Draft {
public:
    Result<Edited> change(const std::string& changes) {
        schema::Loaded loaded =
            schema::load_customized({1, json::serialize(document_)}, schema::Extent::stored);
        EXPECT_NE(loaded.schema, nullptr) << schema::to_text(loaded.problems);
        const Present present{loaded.schema, {}, now};
        Result<Edited> edited =
            apply_changes(document_, json::parse("[" + changes + "]").as_array(), present);
        if (edited.ok()) document_ = edited->document;
        return edited;
    }

    Instant now = *parse_instant("2026-11-24T09:00:00Z");

private:
    json::object document_;
};

std::string add_object(const std::string& name, const std::string& singular) {
    return R"({"do":"add_object","object":{"name":")" + name + R"(","singular":")" + singular +
           R"(","label":{"es":["Uno","Varios"],"en":["One","Many"]}}})";
}

std::string add_links(const std::string& object, const std::string& name) {
    return R"({"do":"add_field","object":")" + object + R"(","field":{"type":"links","name":")" +
           name + R"(","target":"products","label":{"es":"Uno","en":"One"}}})";
}

std::string table_of(const json::object& document, std::size_t place) {
    const json::object& object = document.at("objects").as_array().at(0).as_object();
    return text_at(object.at("many_links").as_array().at(place).as_object(), "table");
}

Result<Edited> drop_projects(Draft& draft) {
    TRY(draft.change(add_object("c_projects", "c_project")));
    TRY(draft.change(R"({"do":"change_object","object":"c_projects","set":{"hidden":true}})"));
    draft.now.ms += 2 * kSettleMs;
    return draft.change(R"({"do":"drop_object","object":"c_projects","erase":true})");
}

TEST(Editor, the_words_of_a_dropped_object_are_erased_with_it) {
    Draft draft;
    const auto dropped = drop_projects(draft);
    ASSERT_TRUE(dropped.ok());
    bool erased = false;
    for (const schema::Erased& one : dropped->erased)
        erased = erased || (one.table == "search_c_project" && one.beside);
    EXPECT_TRUE(erased);
}

TEST(Editor, a_singular_of_a_dropped_object_is_never_used_again) {
    Draft draft;
    ASSERT_TRUE(drop_projects(draft).ok());
    const auto again = draft.change(add_object("c_works", "c_project"));
    ASSERT_FALSE(again.ok());
    ASSERT_EQ(again.error().fields.size(), 1U);
    EXPECT_EQ(again.error().fields.front().field, "changes/0/object/singular");
    EXPECT_EQ(again.error().fields.front().code, "definition_retired");
}

// The refusals as "field:code", joined by blanks.
std::string faults(const Result<Edited>& edited) {
    if (edited.ok()) return "ok";
    std::string text;
    for (const FieldError& error : edited.error().fields)
        text += (text.empty() ? "" : " ") + error.field + ":" + error.code;
    return text;
}

std::string set_options(const std::string& field, const std::string& options) {
    return R"({"do":"change_field","object":"accounts","field":")" + field +
           R"(","set":{"options":)" + options + "}}";
}

TEST(Editor, a_wrong_option_is_refused_once_and_where_it_stands) {
    Draft draft;
    const std::string gold = R"({"value":"gold","label":{"es":"Oro","en":"Gold"}})";
    const std::string add =
        R"({"do":"add_field","object":"accounts","field":{"type":"option","name":"c_tier",)"
        R"("label":{"es":"Uno","en":"One"},"options":)";
    EXPECT_EQ(faults(draft.change(add + "[7]}}")), "changes/0/field/options/0:wrong_type");
    ASSERT_TRUE(draft.change(add + "[" + gold + "]}}").ok());
    for (const char* field : {"c_tier", "sector"}) {
        const auto refused = [&](const std::string& options) {
            return faults(draft.change(set_options(field, options)));
        };
        const std::string at = "changes/0/set/options";
        EXPECT_EQ(refused("[]"), at + ":definition_options");
        EXPECT_EQ(refused("[7]"), at + "/0:wrong_type");
        EXPECT_EQ(refused(R"([{"value":"gold"}])"), at + "/0/label:definition_label");
        EXPECT_EQ(refused("[" + gold + "," + gold + "]"), at + "/1/value:definition_taken");
    }
}

TEST(Editor, tables_of_long_names_fit_into_postgres_and_differ) {
    Draft draft;
    const std::string singular = "c_" + std::string(40, 's');
    const std::string field = "c_" + std::string(40, 'f');
    ASSERT_TRUE(draft.change(add_object("c_long", singular)).ok());
    ASSERT_TRUE(draft.change(add_links("c_long", field + "a")).ok());
    const auto edited = draft.change(add_links("c_long", field + "b"));
    ASSERT_TRUE(edited.ok());
    const std::string first = table_of(edited->document, 0);
    const std::string second = table_of(edited->document, 1);
    EXPECT_LE(first.size(), 63U);
    EXPECT_LE(second.size(), 63U);
    EXPECT_NE(first, second);
}

TEST(CustomMerge, what_a_later_version_ships_stands_behind_the_options_said_here) {
    const std::string said =
        R"({"changes":{"accounts":{"overrides":{"sector":{"options":[{"value":"retail",)"
        R"("label":{"es":"Tiendas","en":"Shops"}}]}}}}})";
    const schema::Loaded loaded = schema::load_customized({1, said}, schema::Extent::served);
    ASSERT_NE(loaded.schema, nullptr) << schema::to_text(loaded.problems);
    const schema::Field& sector = loaded.schema->get("accounts").field("sector");
    const schema::Loaded shipped = schema::load_customized({}, schema::Extent::served);
    const schema::Field& plain = shipped.schema->get("accounts").field("sector");
    ASSERT_EQ(sector.options.size(), plain.options.size());
    EXPECT_EQ(sector.options.front().value, "retail");
    EXPECT_EQ(sector.options.front().label.es, "Tiendas");
}

}  // namespace
}  // namespace clientela::customize
