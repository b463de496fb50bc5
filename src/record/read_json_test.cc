// SPDX-License-Identifier: Apache-2.0
// Bodies of requests, kind and hostile: exact numbers, named mistakes, nothing swallowed.
#include "record/read_json.h"

#include <gtest/gtest.h>

#include "record/exact_json.h"
#include "tests/builtin_schema.h"

namespace clientela::record {
namespace {

const schema::Schema& built_in() {
    static const auto loaded = load_builtin();
    return **loaded;
}

Result<Draft> read(std::string_view body, std::string_view object = "accounts") {
    static const Company company{"Test", "EUR", *Zone::find("Europe/Madrid"), false};
    return draft_from_json(company, built_in().get(object), body, Operation::create);
}

std::string refusal(std::string_view body, std::string_view object = "accounts") {
    const auto draft = read(body, object);
    if (draft.ok()) return "none";
    const Error& error = draft.error();
    if (error.fields.empty()) return error.message.key;
    return error.fields.front().field + " " + error.fields.front().code;
}

TEST(ReadJson, keeps_every_digit_of_a_number) {
    const auto draft = read(R"({"revenue":{"amount":1234567890123456.78,"currency":"EUR"}})");
    ASSERT_TRUE(draft.ok());
    EXPECT_EQ(std::get<Money>(*draft->find("revenue")), (Money{123456789012345678, "EUR"}));
    const auto yen = read(R"({"revenue":{"amount":5.0,"currency":"JPY"}})");
    ASSERT_TRUE(yen.ok());
    EXPECT_EQ(std::get<Money>(*yen->find("revenue")), (Money{5, "JPY"}));
    const auto plain = read(R"({"revenue":0.1})");
    ASSERT_TRUE(plain.ok());
    EXPECT_EQ(std::get<Money>(*plain->find("revenue")), (Money{10, "EUR"}));
    EXPECT_EQ(refusal(R"({"revenue":0.1000000000000000055})"), "revenue too_many_digits");
    EXPECT_EQ(refusal(R"({"revenue":{"amount":5.5,"currency":"JPY"}})"), "revenue too_many_digits");
    EXPECT_EQ(refusal(R"({"employees":1e400})"), "employees not_a_number");
    EXPECT_EQ(refusal(R"({"employees":"many"})"), "employees not_a_number");
    EXPECT_EQ(refusal(R"({"employees":true})"), "employees not_a_number");
}

TEST(ReadJson, names_what_is_wrong) {
    EXPECT_EQ(refusal(R"({"nmae":"x"})"), "nmae unknown_field");
    EXPECT_EQ(refusal(R"({"name":"x","name":"y"})"), "name given_twice");
    EXPECT_EQ(refusal(R"({"name":1.5})"), "name wrong_type");
    EXPECT_EQ(refusal(R"({"name":["x"]})"), "name wrong_type");
    EXPECT_EQ(refusal(R"({"parent_id":"short"})"), "parent_id not_an_id");
    EXPECT_EQ(refusal(R"({"customer_since":"2026-02-30"})"), "customer_since not_a_date");
    EXPECT_EQ(refusal(R"({"revenue":{"amount":1,"currency":"XXQ"}})"),
              "revenue/currency unknown_currency");
    EXPECT_EQ(refusal(R"({"revenue":{"currency":"EUR"}})"), "revenue/amount required");
    EXPECT_EQ(refusal(R"({"revenue":{"amount":1,"rate":2}})"), "revenue/rate unknown_field");
    EXPECT_EQ(refusal(R"({"classifications":"x"})"), "classifications wrong_type");
    EXPECT_EQ(refusal(R"({"password_hash":"x"})", "users"), "password_hash unknown_field");
    const auto both = read(R"({"nmae":1,"employees":"x"})");
    ASSERT_FALSE(both.ok());
    EXPECT_EQ(both.error().fields.size(), 2u);
}

TEST(ReadJson, refuses_what_is_no_object) {
    for (const char* body : {"", "{", "[]", "1", "null", "{\"name\":}", "{\"name\":01}", "{} x",
                             "{\"name\":\"\xff\"}", "{\"name\":-}", "{'name':1}"}) {
        EXPECT_EQ(refusal(body), "error.body") << body;
    }
    EXPECT_EQ(refusal("{\"name\":" + std::string(100, '[') + std::string(100, ']') + "}"),
              "error.too_deep");
}

TEST(ReadJson, keeps_opaque_json_as_it_was) {
    const std::string columns =
        R"([{"width":1.50,"name":"x","most":12345678901234567.89,"none":null}])";
    const auto draft = read(R"({"columns":)" + columns + "}", "views");
    ASSERT_TRUE(draft.ok());
    EXPECT_EQ(std::get<std::string>(*draft->find("columns")), columns);
}

TEST(ReadJson, takes_no_text_for_a_number_that_is_none) {
    const auto draft = read(R"({"columns":["\u0001],{","\u0001"]})", "views");
    ASSERT_TRUE(draft.ok());
    EXPECT_EQ(std::get<std::string>(*draft->find("columns")), R"(["\u0001],{","\u0001"])");
}

TEST(KeepNumbers, leaves_strings_and_names_alone) {
    const std::string body = R"({"a 1.5":"1.5 \" 2.5","b":12})";
    EXPECT_EQ(keep_numbers(body).text, body);
    EXPECT_EQ(keep_numbers("[1.5]").text, "[\"\\u00011.5\"]");
    EXPECT_EQ(keep_numbers(R"({"x":{"a":1},"y":{"a":2}})").repeated, "");
    EXPECT_EQ(marked_number("\x01"
                            "12.500"),
              "12.5");
    EXPECT_EQ(marked_number("12.5"), std::nullopt);
}

}  // namespace
}  // namespace clientela::record
