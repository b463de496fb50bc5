// SPDX-License-Identifier: Apache-2.0
// How the progress of jobs reaches the streams of events.
#include "app/jobs.h"

#include "tests/store_fixture.h"

namespace clientela::app {
namespace {

STORE_TEST(JobEvents, tell_of_every_job_however_many_move_at_once) {
    const auto opened = open_site(fresh_location());
    ASSERT_OK(opened);
    Site& site = **opened;
    ASSERT_FALSE(site.events.open("ada").empty());
    ToldJobs told;
    told.since = site.clock.now();
    constexpr std::size_t kJobs = 450;
    ASSERT_OK(site.store->write([&](db::Transaction& tx) -> Result<void> {
        job::Order order;
        order.kind = "import";
        for (std::size_t i = 0; i < kJobs; ++i)
            TRY(site.runner->submit_in(tx, order, {}));
        return {};
    }));
    ASSERT_OK(tell_jobs(site, told));
    EXPECT_EQ(told.texts.size(), kJobs);
}

}  // namespace
}  // namespace clientela::app
