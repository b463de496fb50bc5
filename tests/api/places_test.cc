// SPDX-License-Identifier: Apache-2.0
// Where a mistake of a query option stands: in words for people, as a number for programs, the same
// that `clientela filter check` gives.
#include <boost/json.hpp>

#include "http/url.h"
#include "tests/site_client.h"

namespace clientela {
namespace {

namespace json = boost::json;

struct Mistake {
    const char* option;
    const char* text;
    int offset;
    const char* words;
};

const Mistake kMistakes[] = {
    {"$filter", "name eq 'Ñandú' and revenu gt 3", 22, "revenu"},
    {"$filter", "employees gt 'x'", 13, "employees"},
    {"$filter", "name eq 'x' and contains(name,'x'", 33, "“)” is missing"},
    {"$filter", "matchesPattern(name) eq true", 19, "“matchesPattern” takes"},
    {"$filter", "name eq 'x", 8, "closed"},
    {"$orderby", "name,nome desc", 5, "nome"},
    {"$select", "id,nome", 3, "nome"},
    {"$expand", "owner,ouner", 6, "ouner"},
    {"$expand", "owner($select=nome)", 14, "nome"},
    {"$apply", "groupby((rollup(country,city)))", 9, "rollup"},
    {"$apply", "groupby((country),aggregate(revenu with sum as n))", 28, "revenu"},
    {"$apply", "filter(country eq 'ES')/concat(identity,identity)", 24, "concat"},
};

STORE_TEST(Places, a_mistake_says_where_it_stands) {
    SiteClient client(fresh_location());
    const std::string session = client.administrator();
    for (const Mistake& one : kMistakes) {
        const std::string path =
            std::string("/api/v1/accounts?") + one.option + "=" + http::percent_encode(one.text);
        const http::Response answer = client.get(path, session, "accept-language", "en");
        ASSERT_EQ(answer.status, 400) << one.text;
        const json::value detail = json::parse(answer.body).at("error").at("details").at(0);
        ASSERT_TRUE(detail.as_object().contains("offset")) << answer.body;
        EXPECT_EQ(detail.at("offset").to_number<int>(), one.offset) << answer.body;
        const std::string message(detail.at("message").as_string());
        EXPECT_NE(message.find("position " + std::to_string(one.offset)), std::string::npos)
            << message;
        EXPECT_NE(message.find(one.words), std::string::npos) << message;
    }
}

}  // namespace
}  // namespace clientela
