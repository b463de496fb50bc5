// SPDX-License-Identifier: Apache-2.0
// The place in a list comes back from outside, where anybody may have written it.
#include "record/cursor.h"

#include <gtest/gtest.h>

#include "tests/builtin_schema.h"

namespace clientela::record {
namespace {

const schema::Object& accounts() {
    static const auto loaded = load_builtin();
    return (*loaded)->get("accounts");
}

std::string read_back(const char* field, db::Bind key) {
    Query query;
    query.object = &accounts();
    query.sort = {SortKey{{&accounts().field(field)}, false, {}}};
    const std::string text = encode({{std::move(key)}, Id{7}}, query);
    const auto place = decode(text, query);
    if (!place.ok()) return place.error().message.key;
    return encode(*place, query) == text ? "same" : "another";
}

TEST(Cursor, comes_back_as_it_was) {
    EXPECT_EQ(read_back("name", std::string("4e2a")), "same");
    EXPECT_EQ(read_back("name", std::monostate{}), "same");
    EXPECT_EQ(read_back("employees", std::int64_t{-5}), "same");
    EXPECT_EQ(read_back("revenue", std::int64_t{1250}), "same");
    EXPECT_EQ(read_back("customer_since", *parse_date("2026-11-24")), "same");
    EXPECT_EQ(read_back("updated_at", *parse_instant("2026-11-24T09:00:00Z")), "same");
}

TEST(Cursor, is_refused_where_a_key_does_not_fit_its_field) {
    EXPECT_EQ(read_back("name", std::int64_t{5}), "error.cursor");
    EXPECT_EQ(read_back("name", std::string("\xff")), "error.cursor");
    EXPECT_EQ(read_back("name", std::string(1, '\0')), "error.cursor");
    EXPECT_EQ(read_back("employees", std::string("5")), "error.cursor");
    EXPECT_EQ(read_back("employees", true), "error.cursor");
    EXPECT_EQ(read_back("revenue", Date{5}), "error.cursor");
    EXPECT_EQ(read_back("customer_since", Instant{5}), "error.cursor");
    EXPECT_EQ(read_back("customer_since", Date{INT32_MAX}), "error.cursor");
    EXPECT_EQ(read_back("updated_at", std::int64_t{5}), "error.cursor");
    EXPECT_EQ(read_back("updated_at", Instant{INT64_MAX}), "error.cursor");
}

}  // namespace
}  // namespace clientela::record
