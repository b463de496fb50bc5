// SPDX-License-Identifier: Apache-2.0
// The records' routes from outside, through a real server on both stores.
#include <atomic>
#include <thread>
#include <vector>

#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

using http::ClientResponse;

std::string id_in(const ClientResponse& response) { return text_at(parsed(response), "/id"); }

std::string error_code(const ClientResponse& response) {
    return text_at(parsed(response), "/error/details/0/code");
}

std::string error_target(const ClientResponse& response) {
    return text_at(parsed(response), "/error/details/0/target");
}

std::size_t rows_in(const ClientResponse& response) {
    const boost::json::value value = parsed(response);
    if (!value.is_object() || !value.as_object().contains("value")) return 9999;
    return value.at("value").as_array().size();
}

STORE_TEST(RecordRoutes, create_read_change_and_bin) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const ClientResponse made =
        ada.post("/api/v1/accounts", R"({"name":"Acme","number":"A-1","employees":5,)"
                                     R"("revenue":{"amount":"10.50","currency":"EUR"}})");
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string id = id_in(made);
    EXPECT_EQ(made.header("etag"), "W/\"1\"");
    EXPECT_EQ(made.header("location"), "/api/v1/accounts('" + id + "')");
    EXPECT_EQ(made.header("odata-version"), "4.01");
    const std::string path = "/api/v1/accounts('" + id + "')";

    const ClientResponse read = ada.get(path);
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(read.body, made.body);
    EXPECT_EQ(ada.get("/api/v1/accounts/" + id).body, read.body);
    EXPECT_EQ(ada.get("/api/v1/accounts(number='a-1')").body, read.body);
    EXPECT_EQ(ada.head(path).status, 200);
    EXPECT_EQ(ada.get(path, {{"if-none-match", "W/\"1\""}}).status, 304);
    EXPECT_EQ(ada.get(path, {{"if-none-match", "W/\"7\", W/\"1\""}}).status, 304);
    EXPECT_EQ(ada.get(path, {{"if-none-match", "W/\"2\""}}).status, 200);

    EXPECT_EQ(ada.patch(path, R"({"employees":6})", {{"if-match", "W/\"9\""}}).status, 412);
    EXPECT_EQ(ada.patch(path, R"({"employees":6})", {{"if-match", "nine"}}).status, 400);
    const ClientResponse changed = ada.patch(path, R"({"employees":6})", {{"if-match", "W/\"1\""}});
    EXPECT_EQ(changed.status, 200);
    EXPECT_EQ(text_at(parsed(changed), "/version"), "2");
    const ClientResponse same = ada.patch(path, R"({"employees":6})");
    EXPECT_EQ(text_at(parsed(same), "/version"), "2");
    const ClientResponse brief =
        ada.patch(path, R"({"employees":7})", {{"prefer", "return=minimal"}});
    EXPECT_EQ(brief.status, 204);
    EXPECT_EQ(brief.header("preference-applied"), "return=minimal");
    EXPECT_EQ(brief.header("etag"), "W/\"3\"");

    EXPECT_EQ(ada.remove(path).status, 204);
    EXPECT_EQ(ada.get(path).status, 404);
    EXPECT_EQ(rows_in(ada.get("/api/v1/accounts")), 0u);
    EXPECT_EQ(rows_in(ada.get("/api/v1/accounts?bin=true")), 1u);
    EXPECT_EQ(ada.send("POST", path + "/restore", "").status, 200);
    EXPECT_EQ(ada.get(path).status, 200);
}

STORE_TEST(RecordRoutes, errors_speak_both_languages_and_name_the_field) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto refused = [&](std::string_view body, std::string_view language) {
        return ada.post("/api/v1/accounts", body, {{"accept-language", std::string(language)}});
    };
    const ClientResponse english = refused(R"({"number":"A-1"})", "en");
    EXPECT_EQ(english.status, 400);
    EXPECT_EQ(error_code(english), "required");
    EXPECT_EQ(error_target(english), "name");
    http::Client spanish = site.client(site.add_person("Bea", "administrator"), "es");
    const ClientResponse same = spanish.post("/api/v1/accounts", R"({"number":"A-1"})");
    EXPECT_EQ(error_target(same), "name");
    EXPECT_EQ(text_at(parsed(same), "/error/details/0/message"), "Falta este dato.");
    EXPECT_NE(text_at(parsed(english), "/error/details/0/message"), "Falta este dato.");
    EXPECT_EQ(text_at(parsed(english), "/trace_id").size(), 16u);

    EXPECT_EQ(error_code(refused(R"({"nmae":"x"})", "en")), "unknown_field");
    EXPECT_EQ(error_target(refused(R"({"name":"y","nmae":"x"})", "en")), "nmae");
    EXPECT_EQ(error_code(refused(R"({"name":"x","name":"y"})", "en")), "given_twice");
    EXPECT_EQ(error_code(refused(R"({"name":5})", "en")), "wrong_type");
    EXPECT_EQ(error_code(refused(R"({"name":"x","version":9})", "en")), "read_only");
    EXPECT_EQ(error_code(refused(R"({"name":"x","kind":"alien"})", "en")), "unknown_option");
    EXPECT_EQ(refused("[1]", "en").status, 400);
    EXPECT_EQ(refused("{", "en").status, 400);
    EXPECT_EQ(ada.get("/api/v1/nothing").status, 404);
    EXPECT_EQ(ada.get("/api/v1/accounts('short')").status, 404);
    EXPECT_EQ(site.nobody().get("/api/v1/accounts").status, 401);
    EXPECT_EQ(error_code(ada.get("/api/v1/accounts(name='x')")), "not_a_key");
}

STORE_TEST(RecordRoutes, all_faults_are_told_at_once) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto faults = [](const ClientResponse& response) {
        std::string all;
        const boost::json::value body = parsed(response);
        for (const auto& detail : body.at("error").at("details").as_array())
            all += text_at(detail, "/target") + ":" + text_at(detail, "/code") + " ";
        return all;
    };
    const ClientResponse made =
        ada.post("/api/v1/accounts",
                 R"({"name":"","employees":"x","country":"Marte","customer_since":"2025-02-31"})",
                 {{"accept-language", "en"}});
    EXPECT_EQ(made.status, 400);
    EXPECT_EQ(faults(made),
              "employees:not_a_number customer_since:not_a_date name:required "
              "country:not_a_country ");
    EXPECT_NE(made.body.find("Marte"), std::string::npos) << made.body;
    EXPECT_EQ(ada.get("/api/v1/accounts/$count").body, "0");
    const std::string id =
        text_at(parsed(ada.post("/api/v1/accounts", R"({"name":"Acme"})")), "/id");
    EXPECT_EQ(faults(ada.patch("/api/v1/accounts('" + id + "')",
                               R"({"employees":"x","country":"Marte"})")),
              "employees:not_a_number country:not_a_country ");
    EXPECT_EQ(faults(ada.patch("/api/v1/accounts('" + id + "')", R"({"name":7})")),
              "name:wrong_type ");
}

STORE_TEST(RecordRoutes, query_options_are_understood_or_refused) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto code = [&](const std::string& query) {
        const ClientResponse response = ada.get("/api/v1/accounts?" + query);
        return response.status == 400 ? error_code(response) : std::to_string(response.status);
    };
    EXPECT_EQ(code("$fliter=x"), "unknown_option_name");
    EXPECT_EQ(code("fliter=x"), "unknown_option_name");
    EXPECT_EQ(code("$skip=10"), "no_skip");
    EXPECT_EQ(code("$top=5&$top=6"), "option_twice");
    EXPECT_EQ(code("$top=x"), "not_a_number");
    EXPECT_EQ(code("$top=-1"), "not_a_number");
    EXPECT_EQ(code("$count=yes"), "true_or_false");
    const std::string counted = ada.get("/api/v1/accounts?$top=0&$count=true").body;
    EXPECT_NE(counted.find(R"("@odata.count":)"), std::string::npos) << counted;
    EXPECT_NE(counted.find(R"("value":[]})"), std::string::npos) << counted;
    EXPECT_EQ(code("$format=xml"), "json_only");
    EXPECT_EQ(code("top=5&$count=true"), "200");
    EXPECT_EQ(code("$orderby=nothing"), "unknown_field");
    EXPECT_EQ(code("$select=nothing"), "unknown_selected");
    EXPECT_EQ(code("$expand=nothing"), "not_expandable");
    EXPECT_EQ(code("$filter=nothing%20eq%201"), "unknown_field");
    EXPECT_EQ(ada.get("/api/v1/accounts?$skiptoken=zzz").status, 400);
    EXPECT_EQ(ada.get("/api/v1/accounts?$orderby=name,number,country,kind").status, 400);
    EXPECT_EQ(ada.get("/api/v1/users?$select=password_hash").status, 400);
    EXPECT_EQ(ada.get("/api/v1/users?$filter=password_hash%20ne%20null").status, 400);
    EXPECT_EQ(ada.get("/api/v1/users?$orderby=password_hash").status, 400);
}

STORE_TEST(RecordRoutes, a_key_is_answered_once) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const http::Headers key{{"idempotency-key", "k1"}};
    const ClientResponse first = ada.post("/api/v1/accounts", R"({"name":"Acme"})", key);
    ASSERT_EQ(first.status, 201) << first.body;
    const ClientResponse again = ada.post("/api/v1/accounts", R"({"name":"Acme"})", key);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("idempotency-replayed"), "true");
    EXPECT_EQ(ada.post("/api/v1/accounts", R"({"name":"Other"})", key).status, 409);
    EXPECT_EQ(rows_in(ada.get("/api/v1/accounts")), 1u);
    const ClientResponse failed =
        ada.post("/api/v1/accounts", R"({"number":"1"})", {{"idempotency-key", "k2"}});
    EXPECT_EQ(failed.status, 400);
    EXPECT_EQ(ada.post("/api/v1/accounts", R"({"name":"B"})", {{"idempotency-key", "k2"}}).status,
              201);
}

STORE_TEST(RecordRoutes, a_key_is_answered_with_the_headers_of_the_first_answer) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    for (const char* form : {"minimal", "representation"}) {
        const http::Headers headers{{"idempotency-key", form},
                                    {"prefer", std::string("return=") + form}};
        const ClientResponse first = ada.post("/api/v1/accounts", R"({"name":"Acme"})", headers);
        const ClientResponse again = ada.post("/api/v1/accounts", R"({"name":"Acme"})", headers);
        EXPECT_EQ(first.header("preference-applied"), std::string("return=") + form);
        EXPECT_NE(first.header("location"), "");
        EXPECT_EQ(again.header("idempotency-replayed"), "true");
        EXPECT_EQ(again.status, first.status);
        for (const char* name : {"location", "etag", "odata-entityid", "preference-applied",
                                 "content-type", "cache-control", "odata-version"}) {
            EXPECT_EQ(again.header(name), first.header(name)) << form << " " << name;
        }
    }
}

STORE_TEST(RecordRoutes, a_request_that_shows_two_tokens_is_refused) {
    RunningSite site(fresh_location());
    const std::string token = "Bearer " + site.add_person("Eva", "administrator").token;
    http::Client eva = site.nobody();
    EXPECT_EQ(eva.get("/api/v1/accounts", {{"authorization", token}}).status, 200);
    const ClientResponse both =
        eva.get("/api/v1/accounts", {{"authorization", token}, {"authorization", "Bearer x"}});
    EXPECT_EQ(both.status, 400);
    EXPECT_NE(both.body.find("Authorization"), std::string::npos) << both.body;
}

STORE_TEST(RecordRoutes, one_of_many_requests_with_the_same_key_writes) {
    RunningSite site(fresh_location());
    site.administrator();
    std::vector<std::thread> threads;
    std::vector<std::string> bodies(6);
    for (std::size_t number = 0; number < bodies.size(); ++number) {
        threads.emplace_back([&, number, client = site.administrator()]() mutable {
            bodies[number] =
                client.post("/api/v1/accounts", R"({"name":"Acme"})", {{"idempotency-key", "k"}})
                    .body;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (const std::string& body : bodies)
        EXPECT_EQ(body, bodies.front());
    EXPECT_EQ(rows_in(site.administrator().get("/api/v1/accounts")), 1u);
}

STORE_TEST(RecordRoutes, unique_values_ignore_case_and_survive_in_the_bin) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string id = id_in(ada.post("/api/v1/accounts", R"({"name":"A","number":"X-1"})"));
    const auto second = [&] {
        return ada.post("/api/v1/accounts", R"({"name":"B","number":"x-1"})");
    };
    EXPECT_EQ(error_code(second()), "used_by");
    EXPECT_EQ(error_target(second()), "number");
    EXPECT_EQ(ada.remove("/api/v1/accounts('" + id + "')").status, 204);
    EXPECT_EQ(error_code(second()), "used_in_bin");
    EXPECT_EQ(ada.send("POST", "/api/v1/accounts('" + id + "')/restore", "").status, 200);
    EXPECT_EQ(ada.patch("/api/v1/accounts('" + id + "')", R"({"number":null})").status, 200);
    EXPECT_EQ(second().status, 201);
}

STORE_TEST(RecordRoutes, the_bin_takes_children_along_and_gives_them_back) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string account = id_in(ada.post("/api/v1/accounts", R"({"name":"A"})"));
    const std::string path = "/api/v1/accounts('" + account + "')";
    const auto point = [&](const char* value) {
        return ada.post(
            "/api/v1/contact_points",
            R"({"account_id":")" + account + R"(","kind":"email","value":")" + value + "\"}");
    };
    const ClientResponse first = point("a@x.es");
    ASSERT_EQ(first.status, 201) << first.body;
    const std::string earlier = id_in(point("b@x.es"));
    EXPECT_EQ(ada.remove("/api/v1/contact_points('" + earlier + "')").status, 204);
    EXPECT_EQ(ada.remove(path).status, 204);
    EXPECT_EQ(rows_in(ada.get("/api/v1/contact_points")), 0u);
    EXPECT_EQ(ada.send("POST", path + "/restore", "").status, 200);
    const ClientResponse back = ada.get("/api/v1/contact_points");
    ASSERT_EQ(rows_in(back), 1u);
    EXPECT_EQ(text_at(parsed(back), "/value/0/value"), "a@x.es");
}

STORE_TEST(RecordRoutes, many_links_are_written_as_a_set_of_ids) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto node = [&](const char* name) {
        const ClientResponse made =
            ada.post("/api/v1/classifications", R"({"name":")" + std::string(name) + "\"}");
        EXPECT_EQ(made.status, 201) << made.body;
        return id_in(made);
    };
    const std::string one = node("Uno");
    const std::string two = node("Dos");
    const ClientResponse made =
        ada.post("/api/v1/accounts", R"({"name":"A","classifications":[")" + two + "\",\"" + one +
                                         "\",\"" + two + "\"]}");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(parsed(made).at("classifications").as_array().size(), 2u);
    const std::string path = "/api/v1/accounts('" + id_in(made) + "')";
    const ClientResponse fewer = ada.patch(path, R"({"classifications":[")" + one + "\"]}");
    EXPECT_EQ(text_at(parsed(fewer), "/classifications/0"), one);
    EXPECT_EQ(text_at(parsed(fewer), "/version"), "2");
    EXPECT_EQ(error_code(ada.patch(path, R"({"classifications":["0000000000001"]})")),
              "link_not_found");
    const ClientResponse expanded =
        ada.get(path + "?$select=name&$expand=classifications($select=name)");
    EXPECT_EQ(text_at(parsed(expanded), "/classifications/0/name"), "Uno") << expanded.body;
    EXPECT_EQ(
        rows_in(ada.get("/api/v1/accounts?$filter=clientela.below(classifications,'" + one + "')")),
        1u);
    EXPECT_EQ(
        rows_in(ada.get("/api/v1/accounts?$filter=clientela.below(classifications,'" + two + "')")),
        0u);
}

STORE_TEST(RecordRoutes, numbers_keep_their_digits) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto revenue = [&](const std::string& amount) {
        const ClientResponse made =
            ada.post("/api/v1/accounts",
                     R"({"name":"A","revenue":{"amount":)" + amount + R"(,"currency":"EUR"}})");
        return made.status == 201 ? text_at(parsed(made), "/revenue/amount") : error_code(made);
    };
    EXPECT_EQ(revenue("0.1"), "0.10");
    EXPECT_EQ(revenue("12345678901234.56"), "12345678901234.56");
    EXPECT_EQ(revenue("\"12345678901234.56\""), "12345678901234.56");
    EXPECT_EQ(revenue("1e3"), "1000.00");
    EXPECT_EQ(revenue("1.50e1"), "15.00");
    EXPECT_EQ(revenue("0.1000000000000000055"), "too_many_digits");
    EXPECT_EQ(revenue("1e400"), "not_a_number");
    EXPECT_EQ(revenue("99999999999999999999"), "not_a_number");
    EXPECT_EQ(revenue("true"), "not_a_number");
    const auto employees = [&](const std::string& number) {
        const ClientResponse made =
            ada.post("/api/v1/accounts", R"({"name":"A","employees":)" + number + "}");
        return made.status == 201 ? text_at(parsed(made), "/employees") : error_code(made);
    };
    EXPECT_EQ(employees("5.0"), "5");
    EXPECT_EQ(employees("5.5"), "too_many_digits");
    EXPECT_EQ(employees("-1"), "too_small");
    EXPECT_EQ(employees("10000001"), "too_large");
    std::string deep(100, '[');
    EXPECT_EQ(ada.post("/api/v1/accounts", R"({"name":)" + deep).status, 400);
}

}  // namespace
}  // namespace clientela
