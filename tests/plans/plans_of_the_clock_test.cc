// SPDX-License-Identifier: Apache-2.0
// What nobody asks for: tasks that fall due and delegations that end are looked for every half
// minute, each notice looks for one that it can join, and what was told is forgotten by the hour.
// They hold the one writer of SQLite, so that everybody's saves wait for them.
#include <algorithm>
#include <utility>

#include <gtest/gtest.h>

#include "notification/clock_place.h"
#include "notification/notify.h"
#include "notification/standing_in.h"
#include "notification/watch.h"
#include "tests/plans/cost_cases.h"

namespace clientela::plans {
namespace {

constexpr const char* kReminders = "task reminders";

Instant at(const char* text) { return parse_instant(text).value_or(Instant{}); }

void expect_cost_of_look(SkewedCompany& company, const std::vector<Plan>& plans, std::int64_t rows,
                         const std::string& what) {
    const bool postgres = company.dialect() == db::Dialect::postgres;
    expect_cost(plans, company.dialect(), rows * (postgres ? kLooksPerRow : 1), what);
}

bool writes_to(const std::vector<Plan>& plans, const std::string& table) {
    return std::any_of(plans.begin(), plans.end(), [&](const Plan& plan) {
        return plan.statement.starts_with("insert into " + table + " ") ||
               plan.statement.starts_with("insert into \"" + table + "\" ");
    });
}

// A task falls due each minute, and every second one is somebody's.
STORE_TEST(PlansOfTheClock, a_look_for_due_tasks_reads_what_fell_due_since_the_last_one) {
    const Instant now = at("2026-01-05T12:00:30Z");
    const auto look = [&](record::Context& context) -> Result<void> {
        TRY(notification::lock_clock_place(context.tx, kReminders));
        TRY(notification::set_clock_place(context.tx, kReminders, Instant{now.ms - 30'000}));
        return notification::tell_due_tasks(context);
    };
    on_both_statistics(dialect(), [&](SkewedCompany& company) {
        const std::vector<Plan> plans = company.run_by_clock(now, look);
        EXPECT_TRUE(writes_to(plans, "clock_told")) << "nothing fell due";
        EXPECT_TRUE(writes_to(plans, "notification")) << "nobody was told";
        expect_ways(plans, "activity", "ix_activity_due_at_id ?key", "due tasks");
        expect_cost_of_look(company, plans, 200, "due tasks");
    });
}

// Most looks: however many tasks are open.
STORE_TEST(PlansOfTheClock, a_look_that_finds_nothing_due_costs_nothing) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<Plan> plans =
            company.run_by_clock(at("2030-01-01T00:00:00Z"), notification::tell_due_tasks);
        EXPECT_FALSE(writes_to(plans, "clock_told"));
        expect_ways(plans, "activity", "ix_activity_due_at_id", "nothing due");
        expect_cost_of_look(company, plans, 20, "nothing due");
    });
}

STORE_TEST(PlansOfTheClock, ended_delegations_are_found_by_their_last_day) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<Plan> plans =
            company.run_by_clock(at("2026-03-10T12:00:00Z"), notification::tell_ended_delegations);
        EXPECT_TRUE(writes_to(plans, "clock_told")) << "none ended";
        expect_ways(plans, "delegation", "ix_delegation_ends_on_id", "ended delegations");
        expect_cost_of_look(company, plans, 30, "ended delegations");
    });
}

STORE_TEST(PlansOfTheClock, what_was_told_is_known_by_its_key) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const Id task = company.id_of("activity");
        const Instant due = at("2026-01-01T09:00:00Z");
        const std::vector<Plan> plans =
            company.run_and_undo([&](db::Transaction& tx) -> Result<void> {
                const bool first = TRY(notification::strikes_first(tx, kReminders, task, due));
                const bool again = TRY(notification::strikes_first(tx, kReminders, task, due));
                EXPECT_TRUE(first && !again);
                return {};
            });
        ASSERT_TRUE(writes_to(plans, "clock_told"));
        if (company.dialect() == db::Dialect::sqlite) {
            expect_cost(plans, company.dialect(), 3, "told or not");
            return;
        }
        for (const Plan& plan : plans)
            EXPECT_NE(plan.text.find("clock_told_pkey"), std::string::npos) << plan.text;
    });
}

// The oldest moment to keep is the hundred thousandth, which is counted off along the index.
STORE_TEST(PlansOfTheClock, what_was_told_is_forgotten_along_its_moments) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<Plan> plans = company.run_and_undo(notification::forget_struck);
        if (company.dialect() == db::Dialect::sqlite) {
            expect_ways(plans, "clock_told", "ix_clock_told_struck_at", "forgotten");
            expect_cost(plans, company.dialect(), 400, "forgotten");
            return;
        }
        // PostgreSQL plans before it knows that moment, and takes a third of the table for older.
        // How many rows a deletion met it does not tell without deleting.
        expect_ways(plans, "clock_told", "?all ix_clock_told_struck_at", "forgotten");
    });
}

// Whoever has had thousands of notices, none of them within the hour.
STORE_TEST(PlansOfTheClock, a_notice_looks_for_one_to_join_among_those_of_its_person) {
    const Instant now = at("2026-06-01T12:00:00Z");
    on_both_statistics(dialect(), [&](SkewedCompany& company) {
        for (const char* person : {"half", "few"}) {
            notification::Notice notice;
            notice.owner = company.id_of(person);
            notice.kind = "assigned";
            notice.object = "accounts";
            notice.record = company.id_of("account");
            notice.title = "x";
            notice.happened_at = now;
            const std::vector<Plan> plans = company.run_by_clock(
                now,
                [&](record::Context& context) { return notification::notify(context, notice); });
            EXPECT_TRUE(writes_to(plans, "notification")) << person;
            expect_cost_of_look(company, plans, 200, std::string("notice for ") + person);
        }
    });
}

}  // namespace
}  // namespace clientela::plans
