// SPDX-License-Identifier: Apache-2.0
// Everything that has threads of its own at once, on one site: server and writer, jobs, consumers
// of the log (search, notifications), the stream of changes, the sums of the forecast. In the end
// the store agrees with itself; the thread sanitizer watches the way there.
#include <atomic>
#include <thread>
#include <vector>

#include "app/checks.h"
#include "job/loop.h"
#include "job/runner.h"
#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

constexpr int kWriters = 3;
constexpr int kOpportunitiesEach = 8;

// Serves as the program does: consumers and jobs run beside the server.
class Crowd {
public:
    explicit Crowd(const std::string& location) : site(location) {
        site.site().loop->start();
        site.site().runner->start();
    }
    ~Crowd() { rest(); }
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    void rest() {
        site.site().runner->stop();
        site.site().loop->stop();
    }

    RunningSite site;
    std::atomic<bool> over{false};
};

std::string opportunity_json(const std::string& name, const char* amount, Id owner) {
    return R"({"name":")" + name + R"(","amount":{"amount":")" + amount +
           R"(","currency":"EUR"},"expected_close_on":"2026-12-31","owner_id":")" +
           to_string(owner) + "\"}";
}

// Opportunities and tasks for a colleague, who is told of them; each changes once more.
void write_opportunities(http::Client client, int writer, Id colleague) {
    for (int i = 0; i < kOpportunitiesEach; ++i) {
        const std::string name = "Trato " + std::to_string(writer * kOpportunitiesEach + i);
        const auto made =
            client.post("/api/v1/opportunities", opportunity_json(name, "10.00", colleague));
        ASSERT_EQ(made.status, 201) << made.body;
        const std::string path = "/api/v1/opportunities('" + text_at(parsed(made), "/id") + "')";
        const auto changed = client.patch(path, opportunity_json(name, "25.50", colleague));
        EXPECT_EQ(changed.status, 200) << changed.body;
        const auto task =
            client.post("/api/v1/activities", R"({"kind":"task","subject":"Llamar","owner_id":")" +
                                                  to_string(colleague) + "\"}");
        EXPECT_EQ(task.status, 201) << task.body;
        if (i % 4 != 3) continue;
        EXPECT_EQ(client.remove(path).status, 204);
    }
}

void read_all_the_time(http::Client client, const std::atomic<bool>& over) {
    while (!over) {
        for (const char* target :
             {"/api/v1/search?q=trato", "/api/v1/opportunities?$search=trato&$count=true",
              "/api/v1/opportunities?$apply=aggregate(amount%20with%20sum%20as%20total)",
              "/api/v1/forecast", "/api/v1/changes", "/api/v1/notifications", "/health/ready",
              "/metrics"}) {
            const auto answer = client.get(target);
            EXPECT_EQ(answer.status, 200) << target << " " << answer.body;
        }
    }
}

// Hears of changes until all is over; how many.
void hear_changes(http::Client client, const std::atomic<bool>& over, std::atomic<int>& heard) {
    ASSERT_EQ(client.open_stream("/api/v1/changes/stream").status, 200);
    while (!over) {
        const auto event = client.next_event(std::chrono::milliseconds(100));
        if (event && event->event == "change") ++heard;
    }
}

void export_opportunities(http::Client client) {
    for (int i = 0; i < 2; ++i) {
        const auto begun = client.post("/api/v1/exports", R"({"object":"opportunities"})");
        EXPECT_EQ(begun.status, 202) << begun.body;
    }
}

// A field more, while everybody works with the definitions that there were.
void add_field(http::Client client) {
    const std::string changes =
        R"({"changes":[{"do":"add_field","object":"opportunities","field":{"type":"string",)"
        R"("name":"c_word","label":{"es":"Palabra","en":"Word"},"searchable":true}}])";
    const auto plan = client.post("/api/v1/definitions/plan", changes + "}");
    ASSERT_EQ(plan.status, 200) << plan.body;
    const auto done =
        client.post("/api/v1/definitions/apply",
                    changes + R"(,"hash":")" + text_at(parsed(plan), "/hash") + "\"}");
    EXPECT_EQ(done.status, 200) << done.body;
}

void expect_agreement(app::Site& site) {
    const auto schema = site.application->schema.get();
    const auto outcomes = verify::run(*site.store, *schema, app::all_checks());
    ASSERT_OK(outcomes);
    for (const verify::Outcome& outcome : *outcomes) {
        EXPECT_FALSE(outcome.left_out) << outcome.check;
        for (const verify::Finding& finding : outcome.findings)
            ADD_FAILURE() << outcome.check << " " << finding.object << " " << finding.message.key;
    }
}

STORE_TEST(Together, what_many_change_at_once_is_found_summed_told_and_streamed) {
    Crowd crowd(fresh_location());
    const SitePerson colleague = crowd.site.add_person("Carla", "sales_manager");
    std::atomic<int> heard{0};
    std::vector<std::thread> others;
    others.emplace_back(hear_changes, crowd.site.client(colleague), std::cref(crowd.over),
                        std::ref(heard));
    others.emplace_back(read_all_the_time, crowd.site.administrator(), std::cref(crowd.over));
    others.emplace_back(read_all_the_time, crowd.site.administrator(), std::cref(crowd.over));
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer)
        writers.emplace_back(write_opportunities, crowd.site.administrator(), writer, colleague.id);
    writers.emplace_back(export_opportunities, crowd.site.administrator());
    writers.emplace_back(add_field, crowd.site.administrator());
    for (std::thread& writer : writers)
        writer.join();
    // The last change goes its way through the log while the listener still listens.
    for (int i = 0; i < 600 && heard == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    crowd.over = true;
    for (std::thread& other : others)
        other.join();
    EXPECT_GT(heard, 0);

    crowd.rest();
    while (crowd.site.site().loop->run_once()) {
    }
    crowd.site.site().runner->run_all();
    expect_agreement(crowd.site.site());
    http::Client carla = crowd.site.client(colleague);
    EXPECT_EQ(carla.get("/api/v1/opportunities/$count").body,
              std::to_string(kWriters * kOpportunitiesEach * 3 / 4));
    EXPECT_NE(carla.get("/api/v1/notifications/$count").body, "0");
    EXPECT_NE(carla.get("/api/v1/search?q=trato").body.find("Trato"), std::string::npos);
}

}  // namespace
}  // namespace clientela
