// SPDX-License-Identifier: Apache-2.0
#include "notification/job_end.h"

#include "notification/notify.h"
#include "tests/job_bench.h"
#include "tests/site_client.h"

namespace clientela::notification {
namespace {

Id person(Workbench& bench, const char* language) {
    const Id role = bench.create("roles", R"({"name":"role","label_es":"R","label_en":"R"})");
    return bench.create("users", R"({"name":"Ana","language":")" + std::string(language) +
                                     R"(","role_id":")" + to_string(role) + "\"}");
}

job::Job finished(Workbench& bench, Id by, std::int64_t took_ms) {
    job::Job job;
    job.id = bench.ids.next(bench.clock.now().ms);
    job.kind = "import";
    job.title = Message{"import.title", {{"file", "a.csv"}, {"object", "accounts"}}};
    job.state = job::State::done;
    job.started_by = by;
    job.finished_at = bench.clock.now();
    job.created_at = Instant{job.finished_at->ms - took_ms};
    job.counts = {12, 10, 1, 0, 0, 1};
    return job;
}

// "kind title" of every notice.
std::vector<std::string> told(Workbench& bench, const job::Job& job) {
    EXPECT_OK(bench.with([&](record::Context& context) { return tell_job_end(context, job); }));
    std::vector<std::string> lines;
    for (const record::Record& one : bench.list("notifications", ""))
        lines.push_back(text_of(one, "kind") + " " + text_of(one, "title"));
    std::sort(lines.begin(), lines.end());
    return lines;
}

using Lines = std::vector<std::string>;

STORE_TEST(JobEnd, is_told_as_a_sentence_in_the_language_of_who_started_it) {
    Workbench bench(fresh_store());
    const Id ana = person(bench, "en");
    const job::Job job = finished(bench, ana, kWorthTellingMs);
    EXPECT_EQ(told(bench, job),
              Lines{"job_partial Import a.csv · Accounts, finished in part. 12 rows: 10 new, 1 "
                    "changed, 1 failed."});
    const auto notices = bench.list("notifications", "");
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_EQ(text_of(notices[0], "object"), "jobs");
    EXPECT_EQ(std::get<Id>(notices[0].at("record_id")), job.id);
    EXPECT_EQ(std::get<Id>(notices[0].at("owner_id")), ana);
}

STORE_TEST(JobEnd, of_a_whole_job_is_no_cause_for_attention) {
    Workbench bench(fresh_store());
    job::Job job = finished(bench, person(bench, "es"), kWorthTellingMs);
    job.counts = {61'121, 61'120, 1, 0, 0, 0};
    EXPECT_EQ(told(bench, job),
              Lines{"job_done Importar a.csv · Cuentas. 61.121 filas: 61.120 nuevas, 1 cambiada."});
}

STORE_TEST(JobEnd, of_an_export_says_how_many_rows_the_right_left_out) {
    Workbench bench(fresh_store());
    job::Job job = finished(bench, person(bench, "en"), kWorthTellingMs);
    job.title = Message{"export.title", {{"object", "accounts"}}};
    job.counts = {};
    job.done = 410;
    job.extra = {{"matched", 2'012}, {"exported", 410}, {"left_out", 1'602}};
    job.result = job::File{"accounts.csv", "/nowhere", 1};
    EXPECT_EQ(told(bench, job),
              Lines{"job_done Export Accounts. 410 rows, 1,602 left out for lack of rights; the "
                    "file waits for you under Jobs."});
}

STORE_TEST(JobEnd, of_a_short_job_is_told_only_when_it_failed) {
    Workbench bench(fresh_store());
    job::Job job = finished(bench, person(bench, "es"), kWorthTellingMs - 1);
    EXPECT_EQ(told(bench, job), Lines{});
    job.state = job::State::cancelled;
    EXPECT_EQ(told(bench, job), Lines{});
    job.state = job::State::failed;
    job.error = Message{"job.not_undoable", {}};
    job.counts = {};
    EXPECT_EQ(told(bench, job),
              Lines{"job_failed Importar a.csv · Cuentas. Este trabajo no cambió nada que se pueda "
                    "deshacer."});
}

STORE_TEST(JobEnd, is_a_line_of_its_own_for_each_job) {
    Workbench bench(fresh_store());
    const Id ana = person(bench, "en");
    told(bench, finished(bench, ana, 60'000));
    EXPECT_EQ(told(bench, finished(bench, ana, 60'000)).size(), 2U);
}

STORE_TEST(JobEnd, is_told_to_nobody_who_is_gone_nor_for_the_command_line) {
    Workbench bench(fresh_store());
    const Id ana = person(bench, "en");
    EXPECT_OK(bench.take_back("users", ana));
    EXPECT_EQ(told(bench, finished(bench, ana, 60'000)), Lines{});
    EXPECT_EQ(told(bench, finished(bench, Id{}, 60'000)), Lines{});
    EXPECT_EQ(told(bench, finished(bench, bench.ids.next(1), 60'000)), Lines{});
}

// A kind whose only batch fails.
class Failing final : public job::Worker {
public:
    Result<job::Step> write(record::Context&, const job::Job&, int) override {
        return make_error(ErrorCode::invalid, "job.not_undoable");
    }
};

STORE_TEST(JobEnd, reaches_who_started_it_through_the_runner_of_the_program) {
    SiteClient client(fresh_location());
    const std::string ana =
        client.person("Ana", R"({"notifications":{"read":"own","update":"own"}})");
    job::Kind kind;
    kind.name = "failing";
    kind.begin = [](api::Application&, const job::Job&) -> Result<std::unique_ptr<job::Worker>> {
        return std::unique_ptr<job::Worker>(std::make_unique<Failing>());
    };
    client.site->runner->kinds().add(std::move(kind));
    job::Order order;
    order.kind = "failing";
    order.title = Message{"demo.title_remove", {}};
    EXPECT_OK(client.site->runner->submit(order, client.user_of(ana)));
    client.site->runner->run_all();
    const std::string body = client.body("/api/v1/notifications?$select=kind,title", ana);
    EXPECT_NE(body.find("job_failed"), std::string::npos) << body;
    EXPECT_NE(body.find("Quitar la demostración. Este trabajo no cambió"), std::string::npos)
        << body;
}

}  // namespace
}  // namespace clientela::notification
