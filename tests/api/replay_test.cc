// SPDX-License-Identifier: Apache-2.0
// A request that is sent twice under one key is answered twice and done once, also where the first
// time changed what the second would look at.
#include <boost/json.hpp>

#include "tests/postgres_cluster.h"
#include "tests/site_client.h"

namespace clientela {
namespace {

namespace json = boost::json;
using http::Method;

class Asking {
public:
    explicit Asking(const std::string& location) : client(location) {
        session = client.person(
            "Ada", R"({"*":{"read":"all","create":"all","update":"all","remove":"all"}})", "{}",
            true);
    }
    http::Response post(const std::string& path, const std::string& body,
                        const std::string& key = "") {
        return client.send(Method::post, path, session, body,
                           key.empty() ? std::string_view() : "idempotency-key", key);
    }
    std::string header(const http::Response& response, std::string_view name) {
        for (const auto& [known, value] : response.headers) {
            if (known == name) return value;
        }
        return "";
    }

    SiteClient client;
    std::string session;
};

STORE_TEST(Replay, bulk_act_asked_for_twice_is_one_job) {
    Asking asking(fresh_location());
    asking.client.create("accounts", R"({"name":"Acme"})");
    asking.client.create("accounts", R"({"name":"Bolt"})");
    const std::string body = R"({"action":"delete","expected_count":2})";
    const http::Response first = asking.post("/api/v1/accounts/bulk", body, "one");
    EXPECT_EQ(first.status, 202) << first.body;
    asking.client.site->runner->run_all();
    const http::Response again = asking.post("/api/v1/accounts/bulk", body, "one");
    EXPECT_EQ(again.status, 202) << again.body;
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(asking.header(again, "location"), asking.header(first, "location"));
    EXPECT_EQ(asking.header(again, "idempotency-replayed"), "true");
    EXPECT_EQ(asking.post("/api/v1/accounts/bulk", body, "two").status, 409);
    EXPECT_EQ(
        asking.post("/api/v1/accounts/bulk", R"({"action":"delete","expected_count":0})", "one")
            .status,
        409);
    const json::value jobs = json::parse(asking.client.body("/api/v1/jobs", asking.session));
    EXPECT_EQ(jobs.at("value").as_array().size(), 1U);
}

STORE_TEST(Replay, definitions_applied_twice_are_changed_once) {
    Asking asking(fresh_location());
    const std::string changes =
        R"({"changes":[{"do":"add_field","object":"accounts","field":{"type":"string",)"
        R"("name":"c_size","label":{"es":"Talla","en":"Size"},"filterable":true}}])";
    const http::Response plan = asking.post("/api/v1/definitions/plan", changes + "}");
    ASSERT_EQ(plan.status, 200) << plan.body;
    const std::string hash(json::parse(plan.body).at("hash").as_string());
    const std::string body = changes + R"(,"hash":")" + hash + "\"}";
    const http::Response first = asking.post("/api/v1/definitions/apply", body, "one");
    ASSERT_EQ(first.status, 200) << first.body;
    const http::Response again = asking.post("/api/v1/definitions/apply", body, "one");
    EXPECT_EQ(again.status, 200) << again.body;
    EXPECT_EQ(again.body, first.body);
    EXPECT_NE(asking.post("/api/v1/definitions/apply", body, "two").status, 200);
    EXPECT_NE(asking.post("/api/v1/definitions/apply", body).status, 200);
    EXPECT_EQ(
        asking.post("/api/v1/definitions/apply", R"({"changes":[],"hash":"x"})", "one").status,
        409);
    const json::value custom =
        json::parse(asking.client.body("/api/v1/definitions/custom", asking.session));
    EXPECT_EQ(custom.at("version").to_number<int>(), 1);
}

}  // namespace
}  // namespace clientela
