// SPDX-License-Identifier: Apache-2.0
// Batches from outside: order, groups that succeed or fail together, references and limits.
#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

using http::ClientResponse;

ClientResponse send(http::Client& client, const std::string& requests,
                    const http::Headers& headers = {}) {
    return client.post("/api/v1/$batch", "{\"requests\":[" + requests + "]}", headers);
}

// "201 404": the statuses in their order.
std::string statuses(const ClientResponse& response) {
    std::string text;
    const boost::json::value body = parsed(response);
    if (!body.is_object() || !body.as_object().contains("responses")) return response.body;
    for (const boost::json::value& one : body.at("responses").as_array())
        text += (text.empty() ? "" : " ") + std::to_string(one.at("status").as_int64());
    return text;
}

std::string count_of(http::Client& client, const std::string& set) {
    return client.get("/api/v1/" + set + "/$count").body;
}

STORE_TEST(Batch, runs_requests_in_their_order_and_resolves_references) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const ClientResponse made = send(
        ada,
        R"({"id":"1","method":"POST","url":"accounts","body":{"name":"Acme"}},)"
        R"({"id":"2","method":"post","url":"/api/v1/accounts","dependsOn":["1"],)"
        R"("body":{"name":"Child","parent_id":"$1"}},)"
        R"({"id":"3","method":"PATCH","url":"$1","dependsOn":["1"],)"
        R"("headers":{"If-Match":"$1"},"body":{"employees":5}},)"
        R"({"id":"4","method":"GET","url":"$1/children?$select=name"},)"
        R"({"id":"5","method":"GET","url":"$1/name"},)"
        R"({"id":"6","method":"GET","url":"accounts?$filter=name eq 'Acme'&$select=employees"})");
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(statuses(made), "201 201 200 200 200 200") << made.body;
    const boost::json::value body = parsed(made);
    EXPECT_EQ(text_at(body, "/responses/3/body/value/0/name"), "Child");
    EXPECT_EQ(text_at(body, "/responses/4/body/value"), "Acme");
    EXPECT_EQ(text_at(body, "/responses/5/body/value/0/employees"), "5");
}

STORE_TEST(Batch, takes_references_for_such_only_where_records_are_referred_to) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const ClientResponse made =
        send(ada, R"({"id":"1","method":"POST","url":"accounts","body":{"name":"Acme"}},)"
                  R"({"id":"2","method":"DELETE","url":"$1"},)"
                  R"({"id":"3","method":"POST","url":"$1/restore"},)"
                  R"({"id":"4","method":"POST","url":"accounts",)"
                  R"("body":{"name":"$1","description":"$3","parent_id":"$3"}},)"
                  R"({"id":"5","method":"GET","url":"$1/children?$select=name,description"})");
    EXPECT_EQ(statuses(made), "201 204 200 201 200") << made.body;
    const boost::json::value body = parsed(made);
    EXPECT_EQ(text_at(body, "/responses/4/body/value/0/name"), "$1");
    EXPECT_EQ(text_at(body, "/responses/4/body/value/0/description"), "$3");
}

STORE_TEST(Batch, takes_a_whole_group_back_when_one_of_it_fails) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string good = R"({"id":"1","atomicityGroup":"g","method":"POST","url":"accounts",)"
                             R"("body":{"name":"One"}},)";
    const ClientResponse failed =
        send(ada, good + R"({"id":"2","atomicityGroup":"g","method":"POST","url":"accounts",)"
                         R"("body":{"nada":1}},)"
                         R"({"id":"3","atomicityGroup":"g","method":"POST","url":"accounts",)"
                         R"("body":{"name":"Three"}})");
    EXPECT_EQ(statuses(failed), "424 400 424") << failed.body;
    EXPECT_EQ(count_of(ada, "accounts"), "0");
    const ClientResponse held =
        send(ada, good + R"({"id":"2","atomicityGroup":"g","method":"POST","url":"accounts",)"
                         R"("body":{"name":"Two","parent_id":"$1"}})");
    EXPECT_EQ(statuses(held), "201 201") << held.body;
    EXPECT_EQ(count_of(ada, "accounts"), "2");
}

STORE_TEST(Batch, stops_at_the_first_error_unless_asked_to_go_on) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string requests = R"j({"id":"a","method":"GET","url":"accounts('0000000000001')"},)j"
                                 R"({"id":"b","method":"GET","url":"$a/name","dependsOn":["a"]},)"
                                 R"({"id":"c","method":"GET","url":"accounts"})";
    EXPECT_EQ(statuses(send(ada, requests)), "404");
    const ClientResponse all = send(ada, requests, {{"prefer", "odata.continue-on-error"}});
    EXPECT_EQ(statuses(all), "404 424 200");
    EXPECT_EQ(all.header("preference-applied"), "continue-on-error");
}

STORE_TEST(Batch, refuses_what_is_no_batch) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    EXPECT_EQ(ada.post("/api/v1/$batch", "[]").status, 400);
    EXPECT_EQ(send(ada, R"({"id":"1","method":"GET"})").status, 400);
    EXPECT_EQ(send(ada, R"({"id":"1","method":"FLY","url":"accounts"})").status, 400);
    EXPECT_EQ(send(ada, R"({"id":"1","method":"GET","url":"accounts","dependsOn":["2"]})").status,
              400);
    std::string many;
    for (int i = 0; i < 101; ++i) {
        many += (i > 0 ? "," : "") + std::string(R"({"id":")") + std::to_string(i) +
                R"(","method":"GET","url":"accounts"})";
    }
    EXPECT_EQ(send(ada, many).status, 400);
    EXPECT_EQ(statuses(send(ada, R"({"id":"1","method":"POST","url":"$batch","body":{}})")), "404");
    EXPECT_EQ(site.nobody().post("/api/v1/$batch", "{}").status, 401);
}

STORE_TEST(Batch, sent_twice_with_a_key_writes_once) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string requests =
        R"({"id":"1","method":"POST","url":"accounts","body":{"name":"Acme"}},)"
        R"({"id":"2","atomicityGroup":"g","method":"POST","url":"accounts",)"
        R"("body":{"name":"Child","parent_id":"$1"}},)"
        R"({"id":"3","atomicityGroup":"g","method":"PATCH","url":"$2","body":{"employees":3}},)"
        R"({"id":"4","method":"GET","url":"accounts/$count"})";
    const http::Headers key{{"idempotency-key", "k1"}};
    const ClientResponse first = send(ada, requests, key);
    const ClientResponse again = send(ada, requests, key);
    EXPECT_EQ(statuses(first), "201 201 200 200") << first.body;
    EXPECT_EQ(statuses(again), "201 201 200 200") << again.body;
    EXPECT_EQ(count_of(ada, "accounts"), "2");
    const std::string id = text_at(parsed(first), "/responses/1/body/id");
    EXPECT_EQ(text_at(parsed(again), "/responses/1/body/id"), id);
    EXPECT_EQ(text_at(parsed(again), "/responses/1/headers/idempotency-replayed"), "true");
    const ClientResponse other =
        send(ada, R"({"id":"1","method":"POST","url":"accounts","body":{"name":"Else"}})", key);
    EXPECT_EQ(other.status, 409) << other.body;
    EXPECT_EQ(send(ada, requests).status, 200);  // without a key everything is new
    EXPECT_EQ(count_of(ada, "accounts"), "4");
}

STORE_TEST(Batch, keeps_the_keys_of_requests_inside_and_tries_failed_ones_again) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string one = R"({"id":"1","method":"POST","url":"accounts","body":{"name":"Acme"},)"
                            R"("headers":{"Idempotency-Key":"inner"}})";
    const std::string bad = R"({"id":"2","method":"POST","url":"opportunities",)"
                            R"("body":{"name":"Venta","account_id":"0000000000001"}})";
    const http::Headers key{{"idempotency-key", "outer"}};
    EXPECT_EQ(statuses(send(ada, one)), "201");
    EXPECT_EQ(statuses(send(ada, one + "," + bad, key)), "201 400");
    EXPECT_EQ(statuses(send(ada, one + "," + bad, key)), "201 400");
    EXPECT_EQ(count_of(ada, "accounts"), "1");
}

STORE_TEST(Batch, holds_each_request_to_the_limit_of_its_route) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string body = R"({"name":")" + std::string(2 << 20, 'x') + "\"}";
    EXPECT_EQ(ada.post("/api/v1/accounts", body).status, 413);
    const ClientResponse inside =
        send(ada, R"({"id":"1","method":"POST","url":"accounts","body":)" + body + "}");
    EXPECT_EQ(statuses(inside), "413") << inside.body.substr(0, 300);
}

STORE_TEST(Batch, gives_nobody_more_than_they_may_see) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string id =
        text_at(parsed(ada.post("/api/v1/leads", R"({"name":"Hidden"})")), "/id");
    http::Client rep = site.client(site.add_person("Rep", "sales_representative"));
    const ClientResponse asked =
        send(rep,
             "{\"id\":\"1\",\"method\":\"GET\",\"url\":\"leads('" + id + "')/name\"}," +
                 "{\"id\":\"2\",\"method\":\"PATCH\",\"url\":\"leads('" + id +
                 "')\",\"body\":{\"name\":\"Mine\"}}",
             {{"prefer", "continue-on-error"}});
    EXPECT_EQ(statuses(asked), "404 404");
}

STORE_TEST(Batch, keeps_every_digit_of_a_number) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string revenue = R"("revenue":{"amount":1234567890123456.78,"currency":"EUR"})";
    const ClientResponse made =
        send(ada, R"({"id":"1","method":"POST","url":"accounts","body":{"name":"A",)" + revenue +
                      R"(}},{"id":"2","method":"POST","url":"accounts","body":{"name":"B",)" +
                      R"("parent_id":"$1",)" + revenue + "}}");
    EXPECT_EQ(statuses(made), "201 201") << made.body;
    const boost::json::value body = parsed(made);
    EXPECT_EQ(text_at(body, "/responses/0/body/revenue/amount"), "1234567890123456.78");
    EXPECT_EQ(text_at(body, "/responses/1/body/revenue/amount"), "1234567890123456.78");
    EXPECT_EQ(send(ada, R"({"id":1.5,"method":"GET","url":"accounts"})").status, 400);
}

}  // namespace
}  // namespace clientela
