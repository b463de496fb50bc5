// SPDX-License-Identifier: Apache-2.0
#include "importer/mapping.h"

#include <gtest/gtest.h>

#include <fstream>

#include "importer/preview.h"
#include "tests/builtin_schema.h"
#include "tests/store_fixture.h"

namespace clientela::importer {
namespace {

// "place:code" of every mistake.
template <class T>
std::string mistakes(const Result<T>& result) {
    if (result.ok()) return "ok";
    std::string text = result.error().fields.empty() ? result.error().message.key : "";
    for (const FieldError& error : result.error().fields) {
        text += (text.empty() ? "" : " ") + error.field + ":" + error.code;
    }
    return text;
}

TEST(Mapping, names_every_mistake_with_its_place) {
    EXPECT_EQ(mistakes(parse_mapping("{")), "import.mapping_not_json");
    EXPECT_EQ(mistakes(parse_mapping("[]")), "import.mapping_not_object");
    EXPECT_EQ(
        mistakes(parse_mapping(
            R"({"colums":{},"columns":{"a":{"field":"x","scale":0,"colour":1},"b":5,"c":{}}})")),
        "colums:unknown_setting columns/a/scale:not_a_whole_number "
        "columns/a/colour:unknown_setting columns/b:not_an_object columns/c:required");
}

TEST(Mapping, survives_being_written_and_read) {
    const auto read = parse_mapping(
        R"({"columns":{"a":["name",{"field":"revenue","scale":1000,"currency":"usd"}],"b":null},
            "links":{"c":{"link":"parent_id","match":"name","missing":"skip","aliases":{"X":"Y"}}},
            "defaults":{"kind":"person","owner_id":{"value":"Ana","match":"name"}},
            "match":["name"]})");
    ASSERT_OK(read);
    const std::string text = to_json(*read);
    const auto again = parse_mapping(text);
    ASSERT_OK(again);
    EXPECT_EQ(to_json(*again), text);
    EXPECT_EQ(again->columns.size(), 4U);
    EXPECT_EQ(again->defaults.size(), 2U);
}

TEST(Mapping, is_bound_to_fields_and_header_or_says_why_not) {
    const auto schema = load_builtin();
    ASSERT_OK(schema);
    const auto bind = [&](const char* json, std::vector<std::string> match = {}) {
        const auto mapping = parse_mapping(json);
        EXPECT_OK(mapping);
        return mistakes(
            bind_mapping(*mapping, match, {"a", "b"}, **schema, (*schema)->get("accounts")));
    };
    EXPECT_EQ(bind(R"({"columns":{"a":"name"},"match":["name"]})"), "ok");
    EXPECT_EQ(bind(R"({"columns":{"a":"nme","z":"name"}})"),
              "columns/a:unknown_field columns/z:no_such_column");
    EXPECT_EQ(bind(R"({"columns":{"a":"name","b":"name"}})"), "columns/b:filled_twice");
    EXPECT_EQ(bind(R"({"columns":{"a":"name"},"links":{"b":{"link":"sector"}}})"),
              "links/b:not_a_link");
    EXPECT_EQ(bind(R"({"columns":{"a":"name"}})", {"number"}), "match:match_not_filled");
    EXPECT_EQ(bind(R"({"columns":{"a":null}})"), "columns:no_column_known");
    EXPECT_EQ(bind("{}"), "columns:no_column_known");
}

TEST(Mapping, never_reaches_secret_fields) {
    const auto schema = load_builtin();
    ASSERT_OK(schema);
    const auto mapping = parse_mapping(R"({"columns":{"a":"password_hash"}})");
    ASSERT_OK(mapping);
    EXPECT_EQ(mistakes(bind_mapping(*mapping, {}, {"a"}, **schema, (*schema)->get("users"))),
              "columns/a:unknown_field");
}

TEST(Preview, guesses_fields_and_forms_and_names_broken_rows) {
    const auto schema = load_builtin();
    ASSERT_OK(schema);
    const auto file = std::filesystem::temp_directory_path() /
                      ("clientela_preview_" + std::to_string(::getpid()) + ".csv");
    std::ofstream(file) << "Empresa;Sector;País;fundación;cliente desde;loquesea;Facturación\n"
                           "Acme;retail;ES;1990;20/10/2016;7;1.234\nBolt;\"x\n";
    const auto seen =
        preview(file, {}, (*schema)->get("accounts"), {"EUR", *Zone::find("Europe/Madrid")});
    std::filesystem::remove(file);
    ASSERT_OK(seen);
    EXPECT_EQ(seen->delimiter, ";");
    EXPECT_EQ(seen->columns[0].field, "name");
    EXPECT_EQ(seen->columns[0].confidence, Confidence::probable);
    EXPECT_EQ(seen->columns[1].field, "sector");
    EXPECT_EQ(seen->columns[1].confidence, Confidence::sure);
    EXPECT_EQ(seen->columns[2].field, "country");
    EXPECT_EQ(seen->columns[4].field, "customer_since");
    ASSERT_TRUE(seen->columns[4].date.has_value());
    EXPECT_EQ(seen->columns[4].date->format, "dd/MM/yyyy");
    EXPECT_FALSE(seen->columns[4].date->assumed);
    EXPECT_EQ(seen->columns[6].field, "revenue");
    ASSERT_TRUE(seen->columns[6].number.has_value());
    EXPECT_TRUE(seen->columns[6].number->assumed);
    EXPECT_EQ(seen->columns[6].number->read_as, "1234");
    EXPECT_FALSE(seen->columns[0].number.has_value());
    EXPECT_EQ(seen->count, 2);
    ASSERT_EQ(seen->faults.size(), 1U);
    EXPECT_EQ(seen->faults[0].row, 3);
    EXPECT_EQ(seen->faults[0].error.code, "quote_open");
    const std::string json = to_json(*seen, Language::es);
    EXPECT_NE(json.find("Las comillas que se abren en la línea 3"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("otherwise":"1.234")"), std::string::npos) << json;
    EXPECT_EQ(seen->columns[5].field, "");
    EXPECT_EQ(seen->columns[5].confidence, Confidence::choose);
    EXPECT_EQ(seen->columns[5].samples, std::vector<std::string>{"7"});
}

}  // namespace
}  // namespace clientela::importer
