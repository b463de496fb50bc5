// SPDX-License-Identifier: Apache-2.0
// Full text leads to records, never the other way round: search across objects, $search in a list,
// and the last digits of a telephone number.
#include <gtest/gtest.h>

#include "tests/plans/plan_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

// How many texts hold a beginning of a word PostgreSQL guesses, and of sixteen thousand short ones
// it may read all; what is promised there is that no other index leads.
STORE_TEST(PlansOfSearch, words_lead_to_records) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        for (const Seer seer : {everything, half, manager, few}) {
            const std::string target = "search?q=100000&objects=opportunities";
            expect_first_pages(
                company, {{"words", seer, target, "search_opportunity", "words", "words|all"},
                          {"records behind them", seer, target, "opportunity", "key", "key|all"}});
        }
    });
}

STORE_TEST(PlansOfSearch, the_end_of_a_number_leads_to_its_record) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string target = "search?q=600123456&objects=accounts";
        const std::vector<Plan> plans = company.get(everything, "/api/v1/" + target);
        bool asked = false;
        for (const Plan& plan : plans) {
            if (plan.statement.find("digits_reversed >=") == std::string::npos) continue;
            asked = true;
            EXPECT_TRUE(plan.ways("contact_point").contains("ix_contact_point_digits_reversed"))
                << plan.statement << "\n"
                << plan.text;
            EXPECT_FALSE(plan.ways("account").contains("all")) << plan.text;
        }
        EXPECT_TRUE(asked);
    });
}

STORE_TEST(PlansOfSearch, words_lead_to_the_rows_of_a_list) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string target = "opportunities?$search=100000";
        for (const Seer seer : {everything, few}) {
            const std::vector<Plan> plans = company.get(seer, "/api/v1/" + target);
            const bool sqlite = company.dialect() == db::Dialect::sqlite;
            expect_ways(plans, "search_opportunity", sqlite ? "words" : "?words ?all ?key", target);
            expect_ways(plans, "opportunity", sqlite ? "key" : "key ?" + std::string(kNewest),
                        target);
        }
    });
}

}  // namespace
}  // namespace clientela::plans
