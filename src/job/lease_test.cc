// SPDX-License-Identifier: Apache-2.0
// Leases of jobs between servers that share a PostgreSQL, whose clock alone says when they end.
#include "tests/job_bench.h"

namespace clientela::job {
namespace {

using namespace std::chrono_literals;

class Leases : public JobBench {
public:
    explicit Leases(db::Store& store) : JobBench(store) {
        Job job;
        job.id = id = bench.ids.next(bench.clock.now().ms);
        job.kind = "import";
        job.created_at = bench.clock.now();
        write([&](db::Transaction& tx) { return insert(tx, job); });
    }

    bool takes(std::string_view holder) {
        bool taken = false;
        write([&](db::Transaction& tx) -> Result<void> {
            const auto free = TRY(to_be_done(tx, holder));
            taken = TRY(take_lease(tx, id, holder, bench.clock.now(), 30s));
            EXPECT_EQ(taken, !free.empty());
            return {};
        });
        return taken;
    }
    // Until it ends; PostgreSQL rounds.
    std::int64_t seconds_left() {
        std::int64_t seconds = 0;
        write([&](db::Transaction& tx) -> Result<void> {
            return tx.query(
                {"select extract(epoch from lease_until - clock_timestamp())::bigint from job", {}},
                [&](const db::Row& row) { seconds = row.integer(0); });
        });
        return seconds;
    }
    // Given anew, however long the machine has stood still since.
    bool is_fresh() {
        const std::int64_t left = seconds_left();
        return left > 5 && left <= 30;
    }
    void write(const db::Work& work) { EXPECT_OK(bench.store.write(work)); }

    Id id;
};

POSTGRES_TEST(Lease, is_anothers_until_it_ends) {
    Leases job(fresh_store());
    EXPECT_TRUE(job.takes("a"));
    EXPECT_TRUE(job.is_fresh());
    EXPECT_FALSE(job.takes("b"));
    EXPECT_TRUE(job.takes("a"));
    job.leases_end_in(-1s);
    EXPECT_TRUE(job.takes("b"));
    EXPECT_FALSE(job.takes("a"));
}

POSTGRES_TEST(Lease, is_renewed_from_time_to_time_and_with_each_batch) {
    Leases job(fresh_store());
    EXPECT_TRUE(job.takes("a"));
    job.leases_end_in(1s);
    job.write([](db::Transaction& tx) { return renew_leases(tx, "b", 30s); });
    EXPECT_FALSE(job.is_fresh());
    job.write([](db::Transaction& tx) { return renew_leases(tx, "a", 30s); });
    EXPECT_TRUE(job.is_fresh());
    job.leases_end_in(1s);
    Job running = job.find(job.id);
    job.write([&](db::Transaction& tx) { return update(tx, running, 30s); });
    EXPECT_TRUE(job.is_fresh());
}

POSTGRES_TEST(Lease, without_an_end_is_from_a_store_of_sqlite_and_free) {
    Leases job(fresh_store());
    EXPECT_TRUE(job.takes("a"));
    job.write([](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute({"update job set lease_until = null", {}}));
        return {};
    });
    EXPECT_TRUE(job.takes("b"));
}

STORE_TEST(Jobs, whose_file_is_gone_after_a_restore_end_by_saying_so) {
    JobBench jobs(fresh_store());
    const auto made = [&](const std::string& path) {
        Job job;
        job.id = jobs.bench.ids.next(jobs.bench.clock.now().ms);
        job.kind = "import";
        job.created_at = jobs.bench.clock.now();
        if (!path.empty()) job.source = File{"in.csv", path, 1};
        EXPECT_OK(jobs.bench.store.write([&](db::Transaction& tx) -> Result<void> {
            TRY(insert(tx, job));
            TRY(take_lease(tx, job.id, "dead", job.created_at, 30s));
            return {};
        }));
        return job.id;
    };
    const Id gone = made("/nowhere/in.csv");
    const Id there = made("/proc/self/exe");
    const Id without = made("");
    EXPECT_OK(jobs.bench.store.write(
        [&](db::Transaction& tx) { return fail_without_file(tx, jobs.bench.clock.now()); }));
    EXPECT_EQ(jobs.summary(gone), "failed 0=0+0+0+0+0 job.file_gone");
    EXPECT_EQ(jobs.summary(there), "running 0=0+0+0+0+0");
    EXPECT_EQ(jobs.summary(without), "running 0=0+0+0+0+0");
}

}  // namespace
}  // namespace clientela::job
