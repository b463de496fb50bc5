// SPDX-License-Identifier: Apache-2.0
// What goes on for long or by itself: handing over what somebody looked after, exports, the list of
// jobs, and the housekeeping that takes away what is old.
#include <functional>

#include <gtest/gtest.h>

#include "access/login_attempts.h"
#include "access/session.h"
#include "api/idempotency.h"
#include "exporter/row_source.h"
#include "job/job_table.h"
#include "people/people_sql.h"
#include "tests/plans/cost_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

// Half of all sales in portions of a hundred: each costs what it hands over, not what is left.
STORE_TEST(PlansOfLongWork, a_portion_of_a_hand_over_costs_what_it_hands_over) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const schema::Object& sales = company.schema().get("opportunities");
        const Id first = company.id_of("opportunity");
        for (const char* leaver : {"half", "few"}) {
            for (const std::int64_t done : {std::int64_t{0}, kRows / 4, kRows / 2}) {
                const Id after{first.value + done * kIdStep};
                const std::vector<Plan> plans =
                    company.run([&](db::Transaction& tx) -> Result<void> {
                        people::OwnedPlace place{Instant{0}, after};
                        TRY(tx.query(
                            {"select updated_at from opportunity where id = ?", {after.value}},
                            [&](const db::Row& row) { place.updated_at = row.instant(0); }));
                        TRY(people::next_owned(tx, sales, company.id_of(leaver), place, 100));
                        return {};
                    });
                expect_cost(plans, company.dialect(), 300,
                            std::string("hand-over of ") + leaver + ", " + std::to_string(done) +
                                " behind");
            }
        }
    });
}

STORE_TEST(PlansOfLongWork, what_somebody_owns_is_counted_along_the_owner) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const auto counts_of = [&](const char* owner) {
            return company.run([&](db::Transaction& tx) -> Result<void> {
                TRY(people::counts_owned(tx, company.schema(), company.id_of(owner)));
                return {};
            });
        };
        const std::vector<Plan> plans = counts_of("few");
        for (const char* table : {"account", "contact", "opportunity", "activity", "lead"}) {
            const std::string by_owner = std::string("ix_") + table + "_owner_id_";
            expect_ways(plans, table, by_owner + "updated_at_id|" + by_owner + "status_due_at",
                        "counts of few");
        }
        const bool postgres = company.dialect() == db::Dialect::postgres;
        expect_ways(counts_of("half"), kSales,
                    postgres ? "ix_opportunity_owner_id_updated_at_id|all"
                             : "ix_opportunity_owner_id_updated_at_id",
                    "counts of half");
    });
}

struct ExportCase {
    const char* shape;
    Seer seer;
    const char* object;
    const char* table;
    std::string ways;
    std::int64_t rows;  // of two pages of two hundred
};

STORE_TEST(PlansOfLongWork, pages_of_an_export_are_read_like_those_of_a_list) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<ExportCase> cases{
            {"sales", everything, "opportunities", kSales, kNewest, 1'000},
            {"sales of a team", manager, "opportunities", kSales, managers_ways(kSales), 1'500},
            {"customers", everything, "accounts", "account", "ix_account_updated_at_id ?key",
             1'000},
            {"customers", keeper_of_half, "accounts", "account", "ix_account_updated_at_id ?key",
             1'500},
            {"customers", keeper_of_few, "accounts", "account", own_ways("account"), 100},
            {"persons", keeper_of_few, "contacts", "contact",
             "ix_contact_owner_id_updated_at_id key", 100},
            {"persons", few, "contacts", "contact", "ix_contact_updated_at_id", 1'500}};
        for (const ExportCase& one : cases) {
            const std::string what = std::string(one.shape) + ", " + name_of(one.seer);
            const auto pages = [&](record::Context& context) -> Result<void> {
                exporter::ExportRequest request;
                request.object = one.object;
                const auto rows = exporter::record_rows(request, {});
                std::vector<exporter::Cells> cells;
                if (TRY(rows->read(context, cells))) TRY(rows->read(context, cells));
                return {};
            };
            const std::vector<Plan> plans = company.run(one.seer, pages);
            expect_ways(plans, one.table, one.ways, what);
            const bool postgres = company.dialect() == db::Dialect::postgres;
            expect_cost(plans, company.dialect(), one.rows * (postgres ? kLooksPerRow : 1), what);
        }
    });
}

// Of sixteen thousand jobs none is an export, and none goes on.
STORE_TEST(PlansOfLongWork, a_list_of_jobs_costs_what_it_shows) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        for (const Seer seer : {everything, half, few}) {
            expect_costs(company, {{"jobs", seer, "jobs", 300},
                                   {"jobs that go on", seer, "jobs?active=true", 300},
                                   {"exports", seer, "exports", 300},
                                   {"jobs of a kind", seer, "jobs?kind=import", 300}});
        }
    });
}

struct Upkeep {
    const char* what;
    const char* table;
    const char* ways;  // of the table
    std::function<Result<void>(db::Transaction&)> work;
};

// Nothing is old here: then looking for it costs nothing, however much there is that is not.
STORE_TEST(PlansOfLongWork, housekeeping_finds_what_is_old_and_reads_nothing_else) {
    const Instant long_ago{1'000'000'000'000};
    const std::vector<Upkeep> all{
        {"sessions", "session", "ix_session_expires_at",
         [&](db::Transaction& tx) { return access::remove_dead_sessions(tx, long_ago); }},
        {"failed sign-ins", "login_attempt", "ix_login_attempt_last_failed_at",
         [&](db::Transaction& tx) { return access::remove_old_attempts(tx, long_ago); }},
        {"answers kept for keys", "request_key", "ix_request_key_created_at",
         [&](db::Transaction& tx) { return api::forget_old_answers(tx, long_ago); }},
        {"files of exports", "job", "ix_job_finished_at", [&](db::Transaction& tx) -> Result<void> {
             TRY(job::forget_results(tx, "export", long_ago));
             return {};
         }}};
    on_both_statistics(dialect(), [&](SkewedCompany& company) {
        for (const Upkeep& one : all) {
            const std::vector<Plan> plans = company.run_and_undo(one.work);
            expect_ways(plans, one.table, one.ways, one.what);
            // How many rows a deletion met PostgreSQL does not tell without deleting.
            if (company.dialect() == db::Dialect::sqlite)
                expect_cost(plans, company.dialect(), 10, one.what);
        }
    });
}

// Jobs are kept for ever, what they leave is not: it is few, and leads to its jobs.
STORE_TEST(PlansOfLongWork, what_jobs_leave_is_cleared_without_reading_all_jobs) {
    const Instant long_ago{1'000'000'000'000};
    on_both_statistics(dialect(), [&](SkewedCompany& company) {
        const std::vector<Plan> plans =
            company.run_and_undo([&](db::Transaction& tx) { return job::clean_up(tx, long_ago); });
        ASSERT_FALSE(plans.empty());
        for (const Plan& plan : plans) {
            EXPECT_FALSE(plan.ways("job").contains("all")) << plan.statement << "\n" << plan.text;
            if (company.dialect() == db::Dialect::postgres) continue;
            if (plan.statement.find("job_item") == std::string::npos) continue;
            EXPECT_LT(plan.cost, 1'000) << plan.statement << "\n" << plan.text;
        }
    });
}

}  // namespace
}  // namespace clientela::plans
