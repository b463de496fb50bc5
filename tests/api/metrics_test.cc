// SPDX-License-Identifier: Apache-2.0
// /metrics: a form that Prometheus reads, numbers that follow what happened, and for whom.
#include <latch>
#include <map>
#include <regex>
#include <sstream>
#include <thread>

#include "record/save.h"
#include "tests/postgres_cluster.h"
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

std::string of_consumer(const std::string& family, const std::string& name) {
    return "clientela_log_" + family + "{consumer=\"" + name + "\"}";
}

// In one transaction.
Result<void> add_accounts(RunningSite& site, int count, const std::string& description) {
    return site.write([&](record::Context& context) -> Result<void> {
        const schema::Object& accounts = context.schema.get("accounts");
        for (int number = 0; number < count; ++number) {
            record::Draft draft;
            draft.set(accounts.field("name"), "Cliente " + std::to_string(number));
            draft.set(accounts.field("description"), description);
            TRY(record::save(context, accounts, draft));
        }
        return {};
    });
}

template <class Condition>
bool comes_true(const Condition& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
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

// SQLite has one writer, so that all but one wait; PostgreSQL gives a connection to each.
STORE_TEST(Metrics, count_who_waits_for_the_store_until_they_are_done) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    constexpr int kWriters = 4;
    const bool sqlite = !on_postgres();
    const std::string name =
        sqlite ? "clientela_store_writes_waiting" : "clientela_store_connections_used";
    EXPECT_EQ(read(ada)[name], 0);
    std::latch go_on(1);
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
        writers.emplace_back([&] {
            EXPECT_OK(site.site().store->write([&](db::Transaction&) -> Result<void> {
                go_on.wait();
                return {};
            }));
        });
    }
    const int expected = sqlite ? kWriters - 1 : kWriters;
    EXPECT_TRUE(comes_true([&] { return read(ada)[name] == expected; })) << read(ada)[name];
    go_on.count_down();
    for (std::thread& writer : writers)
        writer.join();
    EXPECT_EQ(read(ada)[name], 0);
}

// While somebody reads, the log cannot begin anew: it must get longer than its file was before.
// (That of PostgreSQL is watched where PostgreSQL is.)
TEST(MetricsOfSqlite, follow_the_size_of_the_write_ahead_log) {
    RunningSite site(scratch_directory() + "/metrics");
    http::Client ada = site.administrator();
    std::latch reads(1);
    std::latch go_on(1);
    std::thread reader([&] {
        EXPECT_OK(site.site().store->read([&](db::Transaction& tx) -> Result<void> {
            Result<void> begun =
                tx.query({"select count(*) from account", {}}, [](const db::Row&) {});
            reads.count_down();
            go_on.wait();
            return begun;
        }));
    });
    reads.wait();
    const double before = read(ada)["clientela_store_log_bytes"];
    const auto grown = [&] { return read(ada)["clientela_store_log_bytes"] - before; };
    const std::string description(8'000, 'x');
    constexpr int kAtOnce = 100;
    for (int round = 0; round < 100 && grown() <= 0; ++round)
        EXPECT_OK(add_accounts(site, kAtOnce, description));
    const double first = grown();
    EXPECT_GT(first, 0);
    EXPECT_OK(add_accounts(site, kAtOnce, description));
    EXPECT_GE(grown() - first, kAtOnce * static_cast<double>(description.size()));
    go_on.count_down();
    reader.join();
}

// The loop of the site is not started here: it does one batch when the test says so.
STORE_TEST(Metrics, tell_how_far_the_search_is_behind_until_it_has_caught_up) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    job::Loop& loop = *site.site().loop;
    const std::string lag = of_consumer("lag_seconds", "search");
    const auto found = [&] { return ada.get("/api/v1/accounts/$count?$search=Cliente").body; };
    const int more_than_a_batch = job::LoopOptions{}.batch_size + 100;
    const auto caught_up = [&] {
        while (loop.run_once()) {
        }
        return read(ada)[lag] == 0;
    };
    ASSERT_TRUE(comes_true(caught_up));
    ASSERT_OK(add_accounts(site, more_than_a_batch, "escrito de una vez"));
    EXPECT_TRUE(comes_true([&] {
        loop.run_once();
        return read(ada)[lag] > 0;
    }));
    EXPECT_NE(found(), std::to_string(more_than_a_batch));
    EXPECT_TRUE(comes_true([&] {
        return caught_up() && found() == std::to_string(more_than_a_batch);
    })) << found();
    EXPECT_EQ(read(ada)[lag], 0);
}

STORE_TEST(Metrics, name_the_consumer_that_fails_and_only_while_it_does) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    job::Loop& loop = *site.site().loop;
    bool fails = true;
    loop.add(
        job::Consumer{"stuck", [&](db::Transaction&, const job::Entries&) -> Result<job::Writing> {
                          if (fails) return internal_error("on purpose");
                          return job::Writing{};
                      }});
    Samples samples;
    EXPECT_TRUE(comes_true([&] {
        while (loop.run_once()) {
        }
        samples = read(ada);
        return samples[of_consumer("failing", "stuck")] == 1;
    }));
    EXPECT_GT(samples[of_consumer("lag_seconds", "stuck")], 0);
    EXPECT_EQ(samples[of_consumer("failing", "search")], 0);
    EXPECT_EQ(samples[of_consumer("lag_seconds", "search")], 0);
    fails = false;
    ASSERT_OK(loop.catch_up("stuck"));
    samples = read(ada);
    EXPECT_EQ(samples[of_consumer("failing", "stuck")], 0);
    EXPECT_EQ(samples[of_consumer("lag_seconds", "stuck")], 0);
}

STORE_TEST(Metrics, are_for_administrators) {
    RunningSite site(fresh_location());
    EXPECT_EQ(site.nobody().get("/metrics").status, 401);
    EXPECT_EQ(site.client(site.add_person("Rep", "sales_representative")).get("/metrics").status,
              403);
}

}  // namespace
}  // namespace clientela
