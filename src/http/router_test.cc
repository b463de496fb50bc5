// SPDX-License-Identifier: Apache-2.0
#include "http/router.h"

#include <gtest/gtest.h>

#include "http/url.h"

namespace clientela::http {
namespace {

Handler nothing() {
    return [](const Request&) { return Response{}; };
}

std::string pattern_of(const Match& match) { return match.route ? match.route->pattern : "none"; }

Router odata_router() {
    Router router;
    router.add(Method::get, "/api/v1/{set:name}", nothing());
    router.add(Method::post, "/api/v1/{set:name}", nothing());
    router.add(Method::get, "/api/v1/{set:name}({key})", nothing());
    router.add(Method::get, "/api/v1/{set:name}('{id:id}')", nothing());
    router.add(Method::get, "/api/v1/{set:name}/{id:id}", nothing());
    router.add(Method::post, "/api/v1/{set:name}('{id}')/{action:name}", nothing());
    router.add(Method::post, "/api/v1/leads('{id}')/convert", nothing());
    router.add(Method::get, "/api/v1/imports", nothing());
    router.add(Method::get, "/files/{path*}", nothing());
    return router;
}

TEST(Router, finds_records_by_key_and_by_segment) {
    const Router router = odata_router();
    Match match = router.match(Method::get, "/api/v1/accounts('01J0000000000')");
    EXPECT_EQ(pattern_of(match), "/api/v1/{set:name}('{id:id}')");
    EXPECT_EQ(match.parameters, (Parameters{{"set", "accounts"}, {"id", "01J0000000000"}}));
    match = router.match(Method::get, "/api/v1/accounts%28%2701J0000000000%27%29");
    EXPECT_EQ(pattern_of(match), "/api/v1/{set:name}('{id:id}')");
    match = router.match(Method::get, "/api/v1/accounts/01J0000000000");
    EXPECT_EQ(pattern_of(match), "/api/v1/{set:name}/{id:id}");
}

TEST(Router, keeps_compound_keys_whole) {
    const Router router = odata_router();
    const Match match = router.match(Method::get, "/api/v1/purchases(account_id='1',id='2')");
    ASSERT_TRUE(match.route);
    EXPECT_EQ(match.parameters[1].second, "account_id='1',id='2'");
}

TEST(Router, undoes_doubled_quotes_and_keeps_encoded_slashes_inside_a_key) {
    const Router router = odata_router();
    const Match match = router.match(Method::post, "/api/v1/accounts('O''Neil%2Fsons')/merge");
    ASSERT_TRUE(match.route);
    EXPECT_EQ(match.parameters[1].second, "O'Neil/sons");
}

TEST(Router, refuses_text_after_the_closing_quote) {
    const Router router = odata_router();
    EXPECT_FALSE(router.match(Method::post, "/api/v1/accounts('a'b')/merge").route);
}

TEST(Router, prefers_the_most_literal_pattern) {
    const Router router = odata_router();
    EXPECT_EQ(pattern_of(router.match(Method::post, "/api/v1/leads('x')/convert")),
              "/api/v1/leads('{id}')/convert");
    EXPECT_EQ(pattern_of(router.match(Method::get, "/api/v1/imports")), "/api/v1/imports");
}

TEST(Router, falls_back_to_a_wider_pattern_that_knows_the_method) {
    const Router router = odata_router();
    EXPECT_EQ(pattern_of(router.match(Method::post, "/api/v1/imports")), "/api/v1/{set:name}");
}

TEST(Router, names_the_methods_of_a_path_without_the_asked_one) {
    const Router router = odata_router();
    const Match match = router.match(Method::delete_, "/api/v1/accounts");
    EXPECT_FALSE(match.route);
    EXPECT_EQ(match.allow, "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(router.match(Method::delete_, "/nowhere").allow, "");
}

TEST(Router, gives_the_rest_of_a_path) {
    const Router router = odata_router();
    const Match match = router.match(Method::get, "/files/a/b%20c");
    ASSERT_TRUE(match.route);
    EXPECT_EQ(match.parameters[0].second, "a/b c");
}

TEST(Router, checks_the_types_of_parameters) {
    const Router router = odata_router();
    EXPECT_FALSE(router.match(Method::get, "/api/v1/Accounts").route);
    EXPECT_FALSE(router.match(Method::get, "/api/v1/accounts/short").route);
    EXPECT_FALSE(router.match(Method::get, "/api/v1/").route);
}

TEST(PercentDecoding, refuses_what_is_no_text) {
    EXPECT_EQ(percent_decode("a%20%C3%B1"), "a ñ");
    EXPECT_EQ(percent_decode("a+b"), "a+b");
    for (const char* bad : {"%", "%4", "%zz", "%00", "%ff", "%C3"}) {
        EXPECT_FALSE(percent_decode(bad)) << bad;
    }
    EXPECT_EQ(percent_encode("a ñ/"), "a%20%C3%B1%2F");
}

TEST(QueryParsing, keeps_order_repeats_and_empty_values) {
    const auto query = parse_query("$filter=name%20eq%20'a%26b'&x&x=1+2&&=");
    ASSERT_TRUE(query);
    EXPECT_EQ(*query, (Query{{"$filter", "name eq 'a&b'"}, {"x", ""}, {"x", "1 2"}, {"", ""}}));
    EXPECT_FALSE(parse_query("a=%f"));
}

}  // namespace
}  // namespace clientela::http
