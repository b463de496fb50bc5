// SPDX-License-Identifier: Apache-2.0
// $apply and $expand through a real server, under the reader's sight; and the proof that a hidden
// word appears in no answer.
#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

using http::ClientResponse;

std::string made(http::Client& client, const std::string& set, const std::string& body) {
    const ClientResponse response = client.post("/api/v1/" + set, body);
    EXPECT_EQ(response.status, 201) << set << " " << response.body;
    return text_at(parsed(response), "/id");
}

void add_lead(http::Client& client, const std::string& name, const std::string& more) {
    made(client, "leads", R"({"name":")" + name + "\"" + more + "}");
}

std::string amount(const std::string& digits, const std::string& currency) {
    return R"(,"estimated_amount":{"amount":")" + digits + R"(","currency":")" + currency + "\"}";
}

STORE_TEST(Groups, are_exact_and_under_the_readers_sight) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    http::Client rita = site.client(site.add_person("Rita", "sales_representative"));
    add_lead(ada, "a", amount("0.10", "EUR") + R"(,"country":"ES")");
    add_lead(ada, "b", amount("0.20", "EUR") + R"(,"country":"MX")");
    add_lead(ada, "c", amount("10005533.70", "EUR") + R"(,"country":"ES")");
    add_lead(rita, "d", R"(,"country":"MX")");
    const auto apply = [&](http::Client& who, const std::string& text) {
        const ClientResponse response = who.get("/api/v1/leads?$apply=" + text);
        const boost::json::value value = parsed(response);
        return response.status == 200 ? text_at(value, "/value")
                                      : text_at(value, "/error/details/0/code");
    };
    const ClientResponse raw = ada.get(
        "/api/v1/leads?$apply=filter(status%20eq%20'new')/"
        "aggregate(estimated_amount%20with%20sum%20as%20total,$count%20as%20n)");
    EXPECT_EQ(raw.body, R"({"value":[{"total":10005534,"n":4}]})");
    EXPECT_EQ(apply(ada, "groupby((country),aggregate($count%20as%20n))"),
              R"([{"country":"ES","n":2},{"country":"MX","n":2}])");
    EXPECT_EQ(apply(ada, "groupby((owner/name),aggregate($count%20as%20n))&$orderby=n%20desc"),
              R"([{"owner":{"name":"Ada Min"},"n":3},{"owner":{"name":"Rita"},"n":1}])");
    EXPECT_EQ(
        apply(ada, "groupby((country),aggregate($count%20as%20n))&$orderby=country%20desc&$top=1"),
        R"([{"country":"MX","n":2}])");
    EXPECT_EQ(apply(rita, "aggregate(estimated_amount%20with%20sum%20as%20total,$count%20as%20n)"),
              R"([{"total":null,"n":1}])");
    EXPECT_EQ(apply(ada, "topcount(1,name)"), "not_supported");
    EXPECT_EQ(apply(ada, "aggregate($count%20as%20n)&$expand=owner"), "option_not_here");
    EXPECT_EQ(apply(ada, "aggregate($count%20as%20n)&$orderby=name"), "not_in_apply");
    add_lead(ada, "e", amount("5", "USD"));
    EXPECT_EQ(apply(ada, "aggregate(estimated_amount%20with%20sum%20as%20total)"),
              "mixed_currencies");
    EXPECT_EQ(apply(ada,
                    "filter(estimated_amount%20ne%20null)/groupby((estimated_amount/currency),"
                    "aggregate(estimated_amount%20with%20max%20as%20m))"),
              R"([{"estimated_amount":{"currency":"EUR"},"m":1.00055337E7},)"
              R"({"estimated_amount":{"currency":"USD"},"m":5}])");
}

STORE_TEST(Expand, brings_linked_records_along) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string parent = made(ada, "accounts", R"({"name":"Parent"})");
    for (const char* name : {"c", "a", "b"}) {
        made(ada, "accounts",
             R"({"name":")" + std::string(name) + R"(","parent_id":")" + parent + "\"}");
    }
    const std::string path = "/api/v1/accounts('" + parent + "')";
    const auto one = parsed(
        ada.get(path + "?$select=name&$expand=owner($select=name;$expand=role($select=name)),"
                       "children($orderby=name;$top=2;$count=true;$select=name),parent"));
    EXPECT_EQ(text_at(one, "/owner/role/name"), "administrator");
    EXPECT_EQ(text_at(one, "/parent"), "null");
    EXPECT_EQ(text_at(one, "/children@odata.count"), "3");
    EXPECT_EQ(text_at(one, "/children/0/name"), "a");
    EXPECT_EQ(text_at(one, "/children/1/name"), "b");
    EXPECT_EQ(one.at("children").as_array().size(), 2u);
    const auto list = parsed(
        ada.get("/api/v1/accounts?$orderby=name%20desc&$select=name&$expand=parent($select=name),"
                "children($filter=name%20ne%20'b';$select=name)"));
    EXPECT_EQ(text_at(list, "/value/0/children/1/name") == "missing", false)
        << boost::json::serialize(list);
    EXPECT_EQ(text_at(list, "/value/1/parent/name"), "Parent");
    EXPECT_EQ(ada.get("/api/v1/accounts?$expand=parent($levels=6)").status, 400);
    EXPECT_EQ(ada.get(path + "?$expand=children($skip=1)").status, 400);
}

// A word that stands in every text field of records that Rita may not see.
constexpr const char* kMarker = "zanahoria";

bool shows_marker(const ClientResponse& response) {
    std::string all = response.body;
    for (const auto& [name, value] : response.headers)
        all += name + value;
    std::transform(all.begin(), all.end(), all.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    std::string key = sort_key(kMarker).substr(0, 12);
    std::string hex;
    for (const char c : key) {
        static constexpr char kHex[] = "0123456789abcdef";
        hex.push_back(kHex[static_cast<unsigned char>(c) >> 4U]);
        hex.push_back(kHex[static_cast<unsigned char>(c) & 15U]);
    }
    return all.find(kMarker) != std::string::npos || all.find(key) != std::string::npos ||
           all.find(hex) != std::string::npos;
}

STORE_TEST(Hidden, word_appears_in_no_answer) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    http::Client rita = site.client(site.add_person("Rita", "sales_representative"));
    const auto pipelines = parsed(ada.get("/api/v1/pipelines?$expand=stages($orderby=position)"));
    const std::string stage = text_at(pipelines, "/value/0/stages/0/id");
    const std::string ids = R"(,"pipeline_id":")" + text_at(pipelines, "/value/0/id") +
                            R"(","stage_id":")" + stage + "\"";
    const std::string word = kMarker;
    const std::string account = made(ada, "accounts", R"({"name":"Open"})");
    const std::string sale = made(ada, "opportunities",
                                  R"({"name":")" + word + R"(","number":")" + word +
                                      R"(","account_id":")" + account + "\"" + ids + "}");
    made(ada, "leads", R"({"name":")" + word + R"(","company":")" + word + "\"}");
    const auto lines =
        ada.post("/api/v1/opportunity_lines",
                 R"({"opportunity_id":")" + sale + R"(","description":")" + word + "\"}");
    EXPECT_NE(lines.status, 404);
    ASSERT_TRUE(shows_marker(ada.get("/api/v1/opportunities")));
    const std::vector<std::string> targets{
        "opportunities('" + sale + "')",
        "opportunities(number='" + word + "')",
        "opportunities/" + sale,
        "accounts?$expand=opportunities",
        "accounts('" + account + "')?$expand=opportunities($expand=lines)",
        "accounts?$filter=opportunities/any(o:startswith(o/name,'zana'))",
        "opportunities?$apply=groupby((name))",
        "opportunities?$apply=aggregate(name%20with%20max%20as%20m)",
        "opportunity_lines?$apply=groupby((opportunity/name))",
        "opportunity_lines?$orderby=opportunity/name&$top=1",
        "stage_changes?$expand=opportunity",
        "stage_changes?$orderby=opportunity/name&$top=1",
        "$metadata",
        "$metadata?$format=json",
        "",
        "definitions",
        "search?q=zana",
        "changes",
        "forecast",
        "imports",
        "opportunities?bin=true",
        "leads?bin=true"};
    for (const std::string& target : targets) {
        EXPECT_FALSE(shows_marker(rita.get("/api/v1/" + target))) << target;
    }
    for (const schema::Object& object : site.schema().objects) {
        const std::string set = "/api/v1/" + object.name;
        for (const std::string more :
             {"", "?$count=true", "?bin=true", "/$count", "?$orderby=id%20desc&$top=1"}) {
            EXPECT_FALSE(
                shows_marker(rita.get(set + more, {{"prefer", "odata.include-annotations=\"*\""}})))
                << set + more;
        }
    }
    EXPECT_EQ(rita.get("/api/v1/opportunities(number='" + word + "')").status, 404);
    EXPECT_EQ(text_at(parsed(rita.get("/api/v1/accounts?$filter=opportunities/any(o:startswith(o/"
                                      "name,'zana'))&$count=true")),
                      "/@odata.count"),
              "0");
    const ClientResponse taken = rita.post(
        "/api/v1/opportunities", R"({"name":"mine","number":")" + word + "\"" + ids + "}");
    EXPECT_EQ(text_at(parsed(taken), "/error/details/0/code"), "already_used") << taken.body;
}

}  // namespace
}  // namespace clientela
