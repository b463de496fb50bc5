// SPDX-License-Identifier: Apache-2.0
// /metrics: a form that Prometheus reads, numbers that follow what happened, and for whom.
#include <map>
#include <regex>
#include <sstream>

#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

using Samples = std::map<std::string, double>;

// Every line is a comment or a sample of a family that was announced before.
Samples samples_of(const std::string& text) {
    static const std::regex kSample(
        R"re(([a-z_]+?)(_bucket|_sum|_count)?(\{[a-z]+="[^\n]*"\})? (-?[0-9.e+-]+))re");
    Samples samples;
    std::map<std::string, std::string> types;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string sign;
        std::string kind;
        std::string name;
        words >> sign >> kind >> name;
        if (sign == "#") {
            if (kind == "TYPE") words >> types[name];
            continue;
        }
        std::smatch found;
        EXPECT_TRUE(std::regex_match(line, found, kSample)) << line;
        EXPECT_TRUE(types.contains(found[1]) || types.contains(found[1].str() + found[2].str()))
            << line << " belongs to no family";
        const auto [place, is_new] =
            samples.emplace(line.substr(0, line.rfind(' ')), std::stod(found[4]));
        EXPECT_TRUE(is_new) << place->first << " comes twice";
    }
    return samples;
}

Samples read(http::Client& client) {
    const http::ClientResponse response = client.get("/metrics");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    return samples_of(response.body);
}

std::string requests(const std::string& method, const std::string& route, int status) {
    return "clientela_http_requests_total{method=\"" + method + "\",route=\"" + route +
           "\",status=\"" + std::to_string(status) + "xx\"}";
}

STORE_TEST(Metrics, count_requests_by_route_and_status) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    for (int i = 0; i < 3; ++i)
        ada.get("/api/v1/accounts?$top=1");
    ada.get("/api/v1/accounts('0000000000001')");
    ada.get("/api/v1/nothing/at/all/of/it");
    Samples samples = read(ada);
    EXPECT_EQ(samples[requests("GET", "/api/v1/{set}", 2)], 3);
    EXPECT_EQ(samples[requests("GET", "/api/v1/{set}('{id}')", 4)], 1);
    double all = 0;
    for (const auto& [name, value] : samples) {
        if (name.starts_with("clientela_http_requests_total")) all += value;
    }
    EXPECT_EQ(all, samples["clientela_http_request_duration_seconds_count"]);
    EXPECT_EQ(all, samples["clientela_http_request_duration_seconds_bucket{le=\"+Inf\"}"]);
    EXPECT_LE(samples["clientela_http_request_duration_seconds_bucket{le=\"0.001\"}"],
              samples["clientela_http_request_duration_seconds_bucket{le=\"0.0025\"}"]);
    EXPECT_GE(read(ada)["clientela_http_request_duration_seconds_count"], all + 1);
}

STORE_TEST(Metrics, show_the_store_the_log_jobs_streams_and_memory) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    Samples before = read(ada);
    EXPECT_EQ(before["clientela_event_streams"], 0);
    EXPECT_GT(before["process_resident_memory_bytes"], 1 << 20);
    EXPECT_TRUE(before.contains("clientela_log_lag_seconds{consumer=\"search\"}"));
    const bool sqlite = site.site().store->dialect() == db::Dialect::sqlite;
    EXPECT_EQ(before.contains("clientela_store_writes_waiting"), sqlite);
    EXPECT_EQ(before.contains("clientela_store_connections_used"), !sqlite);
    EXPECT_EQ(before.contains("clientela_store_log_bytes"), sqlite);
    EXPECT_EQ(before["clientela_store_log_bytes"] > 4'096, sqlite);
    const std::string stream = site.site().events.open("somebody");
    job::Order order;
    order.kind = "bulk";
    order.object = "accounts";
    ASSERT_OK(site.site().runner->submit(order, Id{}));
    Samples after = read(ada);
    EXPECT_EQ(after["clientela_event_streams"], 1);
    EXPECT_EQ(after["clientela_jobs{state=\"waiting\"}"], 1);
    site.site().events.close(stream);
    EXPECT_EQ(read(ada)["clientela_event_streams"], 0);
}

STORE_TEST(Metrics, are_for_administrators) {
    RunningSite site(fresh_location());
    EXPECT_EQ(site.nobody().get("/metrics").status, 401);
    EXPECT_EQ(site.client(site.add_person("Rep", "sales_representative")).get("/metrics").status,
              403);
}

}  // namespace
}  // namespace clientela
