// SPDX-License-Identifier: Apache-2.0
#include "demo/remove.h"

#include "demo/scribe.h"
#include "tests/job_bench.h"

namespace clientela::demo {
namespace {

RemovalSteps no_steps() {
    return {[](record::Context&, Id, Id) { return Result<void>(); },
            [](db::Transaction&) { return Result<void>(); }};
}

// What is kept in memory about people is made anew only behind a batch that says so.
STORE_TEST(DemoRemoval, says_that_people_changed_when_somebody_who_stays_loses_their_team) {
    JobBench jobs(fresh_store());
    Workbench& bench = jobs.bench;
    bench.origin = std::string(kOrigin);
    const Id team = bench.create("teams", R"({"name":"Norte"})");
    bench.origin = "page";
    const Id ada = jobs.person("Ada", "{}", true);
    EXPECT_OK(bench.update("users", ada, R"({"team_id":")" + to_string(team) + "\"}"));
    const job::Kind kind = removal_kind(no_steps());
    const auto worker = kind.begin(*jobs.application, job::Job{});
    ASSERT_OK(worker);
    job::Job job;
    job.id = bench.ids.next(bench.clock.now().ms);
    job.started_by = ada;
    int told = 0;
    for (bool finished = false; !finished;) {
        job::Step step;
        const bool had_team = !is_null(bench.get("users", ada).at("team_id"));
        ASSERT_OK(bench.with([&](record::Context& context) -> Result<void> {
            if ((*worker)->reads()) TRY((*worker)->read(context, job, 50));
            step = TRY((*worker)->write(context, job, 50));
            return {};
        }));
        const bool has_team = !is_null(bench.get("users", ada).at("team_id"));
        if (had_team && !has_team && step.people) ++told;
        job.counts.add(step.counts);
        job.place = step.place;
        finished = step.finished;
    }
    EXPECT_EQ(told, 1);
    EXPECT_EQ(bench.count("teams", ""), 0);
}

}  // namespace
}  // namespace clientela::demo
