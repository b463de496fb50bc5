// SPDX-License-Identifier: Apache-2.0
#include "notification/notify.h"

#include <chrono>
#include <future>

#include "notification/clock_place.h"
#include "notification/watch.h"
#include "tests/workbench.h"

namespace clientela::notification {
namespace {

Id person(Workbench& bench, const std::string& name) {
    const std::string number = std::to_string(bench.count("roles", ""));
    const Id role =
        bench.create("roles", R"({"name":"role_)" + number + R"(","label_es":"R","label_en":"R"})");
    return bench.create("users",
                        R"({"name":")" + name + R"(","role_id":")" + to_string(role) + "\"}");
}

class Telling {
public:
    explicit Telling(db::Store& store) : bench(store) {
        anna = person(bench, "Anna");
        bruno = person(bench, "Bruno");
    }

    // Everything that the log holds, as the consumer would see it.
    void follow() {
        const auto done = bench.with([&](record::Context& context) -> Result<void> {
            const auto entries = TRY(change::read_after(context.tx, place_, 500));
            if (entries.empty()) return {};
            place_ = {entries.back().tx_id, entries.back().seq};
            const job::Consumer made = consumer(
                [&](db::Transaction&, const std::function<Result<void>(record::Context&)>& work) {
                    return work(context);
                });
            const job::Writing writing = TRY(made.prepare(context.tx, entries));
            return writing ? writing(context.tx) : Result<void>{};
        });
        EXPECT_TRUE(done.ok()) << faults(done);
    }

    // "kind title count" of a person's notices, in the order they were made.
    std::vector<std::string> told(Id person) {
        std::vector<std::string> lines;
        for (const record::Record& one :
             bench.list("notifications", "owner_id eq '" + to_string(person) + "'")) {
            lines.push_back(text_of(one, "kind") + " " + text_of(one, "title") + " " +
                            std::to_string(std::get<std::int64_t>(one.at("count"))));
        }
        std::sort(lines.begin(), lines.end());
        return lines;
    }

    Id give(const std::string& name, Id owner, Id by) {
        bench.principal.user = by;
        const Id id = bench.create(
            "accounts", R"({"name":")" + name + R"(","owner_id":")" + to_string(owner) + "\"}");
        bench.principal.user = Id{};
        return id;
    }

    Workbench bench;
    Id anna;
    Id bruno;

private:
    change::Cursor place_;
};

STORE_TEST(Notify, tells_who_got_a_record_from_somebody_else_and_nobody_of_own_acts) {
    Telling telling(fresh_store());
    telling.follow();
    telling.give("Acme", telling.anna, telling.bruno);
    telling.give("Own", telling.bruno, telling.bruno);
    telling.follow();
    EXPECT_EQ(telling.told(telling.anna), std::vector<std::string>{"assigned Acme 1"});
    EXPECT_EQ(telling.told(telling.bruno), std::vector<std::string>{});
}

STORE_TEST(Notify, adds_what_is_of_the_same_matter_to_the_unread_notice) {
    Telling telling(fresh_store());
    telling.follow();
    telling.give("A", telling.anna, telling.bruno);
    telling.give("B", telling.anna, telling.bruno);
    telling.follow();
    telling.give("C", telling.anna, telling.bruno);
    telling.follow();
    EXPECT_EQ(telling.told(telling.anna), std::vector<std::string>{"assigned C 3"});
}

STORE_TEST(Notify, begins_a_new_line_once_the_earlier_one_was_read) {
    Telling telling(fresh_store());
    telling.follow();
    telling.give("A", telling.anna, telling.bruno);
    telling.follow();
    const auto first = telling.bench.list("notifications", "");
    ASSERT_EQ(first.size(), 1U);
    ASSERT_TRUE(telling.bench
                    .update("notifications", first[0].id(), R"({"read_at":"2026-11-24T09:01:00Z"})")
                    .ok());
    telling.give("B", telling.anna, telling.bruno);
    telling.follow();
    EXPECT_EQ(telling.told(telling.anna),
              (std::vector<std::string>{"assigned A 1", "assigned B 1"}));
}

STORE_TEST(Notify, is_silent_about_muted_kinds) {
    Telling telling(fresh_store());
    telling.follow();
    ASSERT_TRUE(telling.bench
                    .with([&](record::Context& context) {
                        return set_muted(context.tx, telling.anna, {"assigned"});
                    })
                    .ok());
    telling.give("A", telling.anna, telling.bruno);
    telling.follow();
    EXPECT_EQ(telling.told(telling.anna), std::vector<std::string>{});
}

STORE_TEST(Notify, tells_of_open_tasks_once_when_they_fall_due) {
    Telling telling(fresh_store());
    telling.bench.create("activities", R"({"kind":"task","subject":"Call","due_at":)"
                                       R"("2026-11-24T08:30:00Z","owner_id":")" +
                                           to_string(telling.anna) + "\"}");
    telling.bench.create("activities", R"({"kind":"task","subject":"Later","due_at":)"
                                       R"("2026-11-24T12:00:00Z","owner_id":")" +
                                           to_string(telling.anna) + "\"}");
    for (int round = 0; round < 2; ++round)
        ASSERT_TRUE(telling.bench.with(tell_due_tasks).ok());
    EXPECT_EQ(telling.told(telling.anna), std::vector<std::string>{"task_due Call 1"});
}

STORE_TEST(Notify, tells_of_a_due_task_once_though_the_clock_goes_back_and_strikes_its_hour_again) {
    Telling telling(fresh_store());
    const auto task = [&](const char* subject, const char* due) {
        telling.bench.create("activities", R"({"kind":"task","subject":")" + std::string(subject) +
                                               R"(","due_at":")" + due + R"(","owner_id":")" +
                                               to_string(telling.anna) + "\"}");
    };
    task("Call", "2026-11-24T08:30:00Z");
    ASSERT_OK(telling.bench.with(tell_due_tasks));
    for (const std::int64_t hours : {-3, 3, 400 * 24, -400 * 24}) {
        telling.bench.clock.advance_ms(hours * 3'600'000);
        ASSERT_OK(telling.bench.with(tell_due_tasks));
        ASSERT_OK(
            telling.bench.with([](record::Context& context) { return forget_struck(context.tx); }));
    }
    EXPECT_EQ(telling.told(telling.anna), std::vector<std::string>{"task_due Call 1"});

    telling.bench.clock.advance_ms(-2LL * 3'600'000);
    task("Write", "2026-11-24T06:30:00Z");
    ASSERT_OK(telling.bench.with(tell_due_tasks));
    EXPECT_EQ(telling.told(telling.anna), std::vector<std::string>{"task_due Write 2"});
    telling.bench.clock.advance_ms(2LL * 3'600'000);
    ASSERT_OK(telling.bench.with(tell_due_tasks));
    EXPECT_EQ(telling.told(telling.anna), std::vector<std::string>{"task_due Write 2"});
}

// Two servers, one of them some seconds ahead.
STORE_TEST(Notify, tells_what_falls_due_between_two_clocks_that_differ_by_seconds) {
    Telling telling(fresh_store());
    const auto look = [&] { ASSERT_OK(telling.bench.with(tell_due_tasks)); };
    look();
    telling.bench.clock.advance_ms(30'000);
    look();
    telling.bench.clock.advance_ms(-20'000);
    telling.bench.create("activities", R"({"kind":"task","subject":"Call","due_at":)"
                                       R"("2026-11-24T09:00:20Z","owner_id":")" +
                                           to_string(telling.anna) + "\"}");
    look();
    telling.bench.clock.advance_ms(35'000);
    look();
    look();
    EXPECT_EQ(telling.told(telling.anna), std::vector<std::string>{"task_due Call 1"});
}

STORE_TEST(Notify, passes_over_people_who_are_gone_and_tells_the_others) {
    Telling telling(fresh_store());
    telling.follow();
    const auto task = [&](const char* subject, Id owner) {
        telling.bench.create("activities", R"({"kind":"task","subject":")" + std::string(subject) +
                                               R"(","due_at":"2026-11-24T08:30:00Z","owner_id":")" +
                                               to_string(owner) + "\"}");
    };
    const Id carla = person(telling.bench, "Carla");
    task("Orphan", telling.bruno);
    task("Call", telling.anna);
    telling.give("Lost", telling.bruno, carla);
    telling.give("Found", telling.anna, carla);
    EXPECT_OK(telling.bench.take_back("users", telling.bruno));
    EXPECT_OK(telling.bench.take_back("users", carla));
    EXPECT_OK(telling.bench.with(tell_due_tasks));
    telling.follow();
    EXPECT_EQ(telling.told(telling.anna),
              (std::vector<std::string>{"assigned Found 1", "task_due Call 1"}));
    EXPECT_EQ(telling.told(telling.bruno), std::vector<std::string>{});
}

// Each of two servers has a clock of its own that strikes.
POSTGRES_TEST(Notify, tells_of_a_due_task_once_when_two_servers_look_at_it) {
    Telling telling(fresh_store());
    telling.bench.create("activities", R"({"kind":"task","subject":"Call","due_at":)"
                                       R"("2026-11-24T08:30:00Z","owner_id":")" +
                                           to_string(telling.anna) + "\"}");
    std::future<bool> other;
    ASSERT_OK(telling.bench.with([&](record::Context& context) -> Result<void> {
        TRY(tell_due_tasks(context));
        other =
            std::async(std::launch::async, [&] { return telling.bench.with(tell_due_tasks).ok(); });
        other.wait_for(std::chrono::milliseconds(300));  // time to go wrong
        return {};
    }));
    EXPECT_TRUE(other.get());
    EXPECT_EQ(telling.told(telling.anna), std::vector<std::string>{"task_due Call 1"});
}

}  // namespace
}  // namespace clientela::notification
