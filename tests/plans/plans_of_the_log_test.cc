// SPDX-License-Identifier: Apache-2.0
// What is read from the change log and beside it: the history of a record, its timeline, the feed
// that programs follow, the lines that an undo takes back.
#include <gtest/gtest.h>

#include "change/log.h"
#include "tests/plans/plan_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

STORE_TEST(PlansOfTheLog, a_timeline_reads_its_record_alone) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string target = "accounts('{account}')/timeline";
        const std::string links = "ix_activity_link_object_record_id_happened_at_activity_id";
        // PostgreSQL knows where a record has but one or two.
        const std::string few_links =
            company.dialect() == db::Dialect::postgres ? "ix_activity_link_record_id" : links;
        for (const Seer seer : {everything, half, manager, few}) {
            expect_first_pages(
                company, {{"timeline", seer, target, "change", "ix_change_object_id_record_id_seq"},
                          {"timeline", seer, target, "account", "key"}});
            const std::vector<Plan> plans = company.get(seer, "/api/v1/" + target);
            for (const Plan& plan : plans) {  // those that are shown are looked up once more
                if (plan.statement.find("distinct l.happened_at") == std::string::npos) continue;
                const auto ways = plan.ways("activity_link");
                EXPECT_TRUE(ways.contains(links) || ways.contains(few_links))
                    << plan.statement << "\n"
                    << plan.text;
                EXPECT_FALSE(plan.ways("activity_link").contains("all")) << plan.text;
                EXPECT_EQ(plan.ways("activity"), std::set<std::string>{"key"}) << plan.text;
            }
        }
    });
}

STORE_TEST(PlansOfTheLog, the_feed_is_read_in_its_own_order) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<Plan> plans = company.run([](db::Transaction& tx) -> Result<void> {
            const change::Cursor end = TRY(change::head(tx));
            TRY(change::read_after(tx, {end.tx_id, end.seq / 2}, 500));
            return {};
        });
        expect_ways(plans, "change",
                    company.dialect() == db::Dialect::postgres ? "ix_change_tx_id_seq" : "key|all",
                    "feed");
        expect_no_sort(plans, "change", "feed");
    });
}

STORE_TEST(PlansOfTheLog, what_of_the_feed_one_may_see_is_tested_by_key) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        for (const Seer seer : {everything, half, manager, few}) {
            expect_first_pages(company, {{"feed", seer, "changes?top=200", "opportunity", "key"}});
        }
    });
}

STORE_TEST(PlansOfTheLog, an_undo_reads_the_lines_of_its_job) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<Plan> plans = company.run([&](db::Transaction& tx) -> Result<void> {
            TRY(change::lines_of_job(tx, company.id_of("account"), INT64_MAX, 500));
            TRY(change::count_lines_of_job(tx, company.id_of("account")));
            return {};
        });
        expect_ways(plans, "change", "ix_change_job_id_seq", "lines of a job");
    });
}

}  // namespace
}  // namespace clientela::plans
