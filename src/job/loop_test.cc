// SPDX-License-Identifier: Apache-2.0
// Consumers keep their place, fail alone and come back.
#include "job/loop.h"

#include <condition_variable>

#include "tests/workbench.h"

namespace clientela {
namespace {

job::LoopOptions small() {
    job::LoopOptions options;
    options.batch_size = 2;
    options.follow_size = 2;
    options.retry = std::chrono::milliseconds(0);
    return options;
}

void drain(job::Loop& loop) {
    while (loop.run_once()) {
    }
}

struct Seen {
    std::vector<Id> ids;
    bool fails = false;

    job::Consumer consumer(std::string name) {
        return {std::move(name), [this](db::Transaction&, const job::Entries& entries) {
                    return Result<job::Writing>(job::Writing([this, entries](db::Transaction&) {
                        if (fails) return Result<void>(internal_error("on purpose"));
                        for (const change::Entry& entry : entries)
                            ids.push_back(entry.record);
                        return Result<void>();
                    }));
                }};
    }
};

STORE_TEST(JobLoop, consumer_sees_each_change_once_across_restarts) {
    Workbench bench(fresh_store());
    Seen seen;
    std::vector<Id> made;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 5; ++i)
            made.push_back(bench.create("teams", R"({"name":"T"})"));
        job::Loop loop(bench.store, bench.clock, small());
        loop.add(seen.consumer("test"));
        drain(loop);
        EXPECT_EQ(loop.status().front().lag_ms, 0);
    }
    EXPECT_EQ(seen.ids, made);
}

STORE_TEST(JobLoop, failing_consumer_stops_nobody_else_and_goes_on_where_it_stood) {
    Workbench bench(fresh_store());
    const Id team = bench.create("teams", R"({"name":"T"})");
    Seen broken;
    Seen sound;
    broken.fails = true;
    job::Loop loop(bench.store, bench.clock, small());
    loop.add(broken.consumer("broken"));
    loop.add(sound.consumer("sound"));
    drain(loop);
    EXPECT_EQ(sound.ids, std::vector<Id>{team});
    EXPECT_TRUE(broken.ids.empty());
    EXPECT_NE(loop.status().front().error.find("on purpose"), std::string::npos);
    const std::int64_t lag = loop.status().front().lag_ms;
    EXPECT_GT(lag, 0);
    bench.clock.advance_ms(60'000);
    EXPECT_GE(loop.status().front().lag_ms, 60'000);  // between two tries, too
    EXPECT_EQ(loop.status().back().lag_ms, 0);
    broken.fails = false;
    drain(loop);
    EXPECT_EQ(broken.ids, std::vector<Id>{team});
    EXPECT_EQ(loop.status().front().error, "");
}

STORE_TEST(JobLoop, drops_what_another_server_worked_in_meanwhile) {
    Workbench bench(fresh_store());
    bench.create("teams", R"({"name":"T"})");
    Seen seen;
    job::Consumer consumer = seen.consumer("test");
    const auto prepare = consumer.prepare;
    consumer.prepare = [&](db::Transaction& tx, const job::Entries& entries) {
        const change::Cursor place{entries.back().tx_id, entries.back().seq};
        EXPECT_OK(bench.store.write([&](db::Transaction& other) {
            return change::set_consumer_cursor(other, "test", place);
        }));
        return prepare(tx, entries);
    };
    job::Loop loop(bench.store, bench.clock, small());
    loop.add(consumer);
    drain(loop);
    EXPECT_TRUE(seen.ids.empty());
}

STORE_TEST(JobLoop, follower_begins_at_the_present) {
    Workbench bench(fresh_store());
    bench.create("teams", R"({"name":"Before"})");
    std::vector<Id> seen;
    job::Loop loop(bench.store, bench.clock, small());
    loop.add(job::Follower{"test", [&](const job::Entries& entries) {
                               for (const change::Entry& entry : entries)
                                   seen.push_back(entry.record);
                           }});
    drain(loop);
    EXPECT_TRUE(seen.empty());
    std::vector<Id> made;
    for (int i = 0; i < 5; ++i)
        made.push_back(bench.create("teams", R"({"name":"After"})"));
    drain(loop);
    EXPECT_EQ(seen, made);
}

STORE_TEST(JobLoop, wakes_when_something_was_written) {
    Workbench bench(fresh_store());
    std::mutex mutex;
    std::condition_variable arrived;
    int seen = 0;
    job::LoopOptions options;
    options.poll = std::chrono::hours(1);
    job::Loop loop(bench.store, bench.clock, options);
    loop.add(job::Consumer{"test", [&](db::Transaction&, const job::Entries& entries) {
                               const std::lock_guard lock(mutex);
                               seen += static_cast<int>(entries.size());
                               arrived.notify_all();
                               return Result<job::Writing>(job::Writing{});
                           }});
    loop.start();
    bench.create("teams", R"({"name":"T"})");
    loop.nudge();
    std::unique_lock lock(mutex);
    arrived.wait(lock, [&] { return seen == 1; });
    lock.unlock();
    loop.stop();
    EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace clientela
