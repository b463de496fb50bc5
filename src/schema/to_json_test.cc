// SPDX-License-Identifier: Apache-2.0
#include "schema/to_json.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/builtin_schema.h"

namespace clientela::schema {
namespace {

namespace json = boost::json;

bool is_not(const char* name, const Object& object) { return object.name != name; }

const json::object& find_object(const json::value& document, std::string_view name) {
    for (const json::value& object : document.at("objects").as_array()) {
        if (object.at("name").as_string() == name) return object.as_object();
    }
    static const json::object nothing;
    return nothing;
}

std::vector<std::string> names_of(const json::value& list) {
    std::vector<std::string> names;
    for (const json::value& one : list.as_array())
        names.emplace_back(one.at("name").as_string());
    return names;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

json::value everything() {
    const auto schema = *load_builtin();
    return json::parse(to_json(*schema, {.object = [](const Object&) { return true; }}));
}

TEST(DefinitionsJson, gives_files_and_standard_fields_alike) {
    const json::value document = everything();
    const json::object& accounts = find_object(document, "accounts");
    EXPECT_EQ(accounts.at("label").at("es").at(1).as_string(), "Cuentas");
    const json::array& fields = accounts.at("fields").as_array();
    EXPECT_EQ(fields.front().at("name").as_string(), "id");
    EXPECT_TRUE(fields.front().at("standard").as_bool());
    const auto names = names_of(accounts.at("fields"));
    EXPECT_TRUE(has(names, "owner_id"));
    EXPECT_EQ(names_of(accounts.at("many_links")), std::vector<std::string>{"classifications"});
}

TEST(DefinitionsJson, never_shows_secret_fields) {
    const json::value document = everything();
    EXPECT_FALSE(has(names_of(find_object(document, "users").at("fields")), "password_hash"));
    EXPECT_EQ(json::serialize(document).find("deleted_group_id"), std::string::npos);
}

TEST(DefinitionsJson, says_limits_options_and_defaults) {
    const json::value document = everything();
    for (const json::value& field :
         find_object(document, "opportunity_lines").at("fields").as_array()) {
        if (field.at("name").as_string() != "quantity") continue;
        EXPECT_EQ(field.at("scale").as_int64(), 3);
        EXPECT_EQ(field.at("default").as_string(), "1.000");
    }
    for (const json::value& field : find_object(document, "accounts").at("fields").as_array()) {
        if (field.at("name").as_string() != "kind") continue;
        EXPECT_EQ(field.at("default").as_string(), "organisation");
        EXPECT_EQ(field.at("options").at(0).at("tone").as_string(), "info");
    }
}

TEST(DefinitionsJson, leaves_no_trace_of_an_object_that_may_not_be_read) {
    const auto schema = *load_builtin();
    const Readable readable{.object = [](const Object& o) {
        return is_not("opportunities", o) && is_not("classifications", o);
    }};
    const json::value document = json::parse(to_json(*schema, readable));
    EXPECT_TRUE(find_object(document, "opportunities").empty());
    const json::object& accounts = find_object(document, "accounts");
    EXPECT_FALSE(has(names_of(accounts.at("relations")), "opportunities"));
    EXPECT_TRUE(accounts.at("many_links").as_array().empty());
    EXPECT_EQ(json::serialize(accounts).find("classifications"), std::string::npos);
}

TEST(DefinitionsJson, leaves_no_trace_of_a_field_that_may_not_be_read) {
    const auto schema = *load_builtin();
    const Readable readable{
        .object = [](const Object&) { return true; },
        .field = [](const Object&, const Field& field) { return field.name != "revenue"; }};
    const json::value document = json::parse(to_json(*schema, readable));
    EXPECT_EQ(json::serialize(find_object(document, "accounts")).find("revenue"),
              std::string::npos);
}

TEST(DefinitionsJson, carries_the_rights_that_the_caller_has) {
    const auto schema = *load_builtin();
    const Readable readable{
        .object = [](const Object& o) { return o.name == "accounts"; },
        .rights = [](const Object&) { return std::string(R"({"read":"all"})"); }};
    const json::value document = json::parse(to_json(*schema, readable));
    EXPECT_EQ(find_object(document, "accounts").at("rights").at("read").as_string(), "all");
    EXPECT_EQ(document.at("version").as_string().size(), 16U);
}

}  // namespace
}  // namespace clientela::schema
