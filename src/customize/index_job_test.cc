// SPDX-License-Identifier: Apache-2.0
#include "customize/index_job.h"

#include "tests/job_bench.h"

namespace clientela::customize {
namespace {

using namespace std::chrono_literals;

STORE_TEST(IndexJob, a_piece_that_failed_is_told_at_the_end_whoever_does_the_rest) {
    JobBench jobs(fresh_store());
    int readings = 0;
    jobs.add_kinds = [&](job::Kinds& kinds) {
        kinds.add(index_kind([&](const schema::Schema&) -> Result<void> {
            ++readings;
            return make_error(ErrorCode::internal, "error.internal");
        }));
    };
    jobs.crash();
    const Id id = jobs.submit(index_order(false));
    EXPECT_TRUE(jobs.runner->run_once());
    EXPECT_EQ(jobs.find(id).done, 1);
    jobs.crash();
    jobs.leases_end_in(-1s);
    jobs.runner->run_all();
    EXPECT_EQ(jobs.summary(id), "failed 0=0+0+0+0+0 error.internal");
    EXPECT_EQ(readings, 1);
}

STORE_TEST(IndexJob, ends_well_when_nothing_failed) {
    JobBench jobs(fresh_store());
    jobs.add_kinds = [](job::Kinds& kinds) {
        kinds.add(index_kind([](const schema::Schema&) -> Result<void> { return {}; }));
    };
    jobs.crash();
    const Id id = jobs.submit(index_order(false));
    jobs.runner->run_all();
    EXPECT_EQ(jobs.summary(id), "done 0=0+0+0+0+0");
}

}  // namespace
}  // namespace clientela::customize
