// SPDX-License-Identifier: Apache-2.0
// Counts, groups, sums and sets of ids read everything they mean: at most what their viewer may
// see, and of that no more than a rare value leaves.
#include <gtest/gtest.h>

#include "record/id_sets.h"
#include "record/read.h"
#include "tests/plans/cost_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

std::vector<PlanCase> counts_and_sums() {
    const std::string own = own_ways(kSales);
    const std::string count = "opportunities?$count=true&$top=0";
    const std::string numbered = "opportunities?$count=true&$top=0&$filter=number eq 'n-100000'";
    const std::string groups =
        "opportunities?$apply=groupby((status),aggregate(amount with sum as total,$count as n))";
    const std::string rare =
        "opportunities?$apply=filter(number eq 'n-100000')/"
        "groupby((status),aggregate($count as n))";
    return {
        // No sums stand beside the rows but those of the forecast.
        {"count", everything, count, kSales, "all"},
        {"count", half, count, kSales, "all"},
        // PostgreSQL may join what a hundredth gives to all rows at once.
        {"count", manager, count, kSales, managers_ways(kSales), managers_ways(kSales) + " ?all"},
        {"count", few, count, kSales, own},
        {"count of a number", everything, numbered, kSales, "ix_opportunity_number"},
        {"sums by status", everything, groups, kSales,
         "all|ix_opportunity_status_closed_on|ix_opportunity_status_expected_close_on"},
        {"sums by status", manager, groups, kSales, managers_ways(kSales),
         managers_ways(kSales) + " ?all"},
        {"sums by status", few, groups, kSales, own},
        {"groups of a number", everything, rare, kSales, "ix_opportunity_number"},
    };
}

STORE_TEST(PlansOfSums, counts_and_sums_read_what_the_viewer_may_see) {
    on_both_statistics(
        dialect(), [](SkewedCompany& company) { expect_first_pages(company, counts_and_sums()); });
}

// What an act on many records means to touch.
STORE_TEST(PlansOfSums, sets_of_an_act_on_many_records_read_what_the_viewer_may_see) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const schema::Object& object = company.schema().get("opportunities");
        const auto set_of = [&](Seer seer, const std::string& filter) {
            return company.run(seer, [&](record::Context& context) -> Result<void> {
                record::Query query;
                query.object = &object;
                if (!filter.empty())
                    query.filter = TRY(filter::parse_and_bind(filter, company.schema(), object));
                TRY(record::all_ids(context, query));
                return {};
            });
        };
        expect_ways(set_of(everything, "number eq 'n-100000'"), kSales, "ix_opportunity_number",
                    "set of one number");
        expect_ways(set_of(few, ""), kSales, own_ways(kSales), "set of who owns 0.01 %");
        const std::vector<Plan> behind_link = set_of(few, "account/life_cycle eq 'customer'");
        expect_ways(behind_link, kSales, own_ways(kSales), "set of who owns 0.01 %, by customer");
        expect_ways(behind_link, "account", "key", "customers of who owns 0.01 %");
        expect_ways(set_of(everything, ""), kSales, "all|key", "set of all");
    });
}

// Half of all customers are meant. Whoever sees little looks up those of what they see instead.
STORE_TEST(PlansOfSums, a_condition_on_a_linked_record_is_looked_up_by_who_sees_little) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string of_customers = "&$filter=account/life_cycle eq 'customer'";
        for (const std::string& target :
             {"opportunities?$count=true&$top=0" + of_customers,
              "opportunities?$apply=groupby((status),aggregate(amount with sum as total))" +
                  of_customers,
              std::string("opportunities?$apply=groupby((account/life_cycle),aggregate($count "
                          "as n))")}) {
            expect_first_pages(company,
                               {{"sales", few, target, kSales, own_ways(kSales)},
                                {"customers", few, target, "account", "key"},
                                {"sales", manager, target, kSales, managers_ways(kSales),
                                 managers_ways(kSales) + " ?all"},
                                {"customers", manager, target, "account", "key", "key|all"}});
            expect_costs(company, {{"sales", few, target, 100},
                                   {"sales", granted, target, 100},
                                   {"sales", deputy, target, 100},
                                   {"sales", manager, target, 300, whole_tables(3)}});
        }
    });
}

// As the footer of a list, its groups and the first page ask for sums.
STORE_TEST(PlansOfSums, a_condition_within_apply_costs_what_one_beside_it_costs) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        for (const char* condition : {"status eq 'open'", "account/life_cycle eq 'customer'"}) {
            const std::string target = std::string("opportunities?$apply=filter(") + condition +
                                       ")/groupby((status),aggregate($count as n))";
            expect_first_pages(company, {{"groups", few, target, kSales, own_ways(kSales)}});
            expect_costs(company, {{"groups", few, target, 100},
                                   {"groups", granted, target, 100},
                                   {"groups", deputy, target, 100},
                                   {"groups", manager, target, 300, whole_tables(3)}});
        }
    });
}

// Of what follows the customers that somebody keeps, who sees no others.
STORE_TEST(PlansOfSums, a_condition_on_a_record_that_is_followed_is_looked_up_as_well) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string of_customers = "&$filter=account/life_cycle eq 'customer'";
        for (const std::string& target :
             {"account_members?$count=true&$top=0" + of_customers,
              "account_members?$apply=groupby((role),aggregate($count as n))" + of_customers}) {
            expect_costs(company, {{"members", keeper_of_few, target, 100},
                                   {"members", keeper_of_team, target, 500, whole_tables(4)}});
        }
    });
}

// Eight customers are former ones.
STORE_TEST(PlansOfSums, a_rare_value_of_a_linked_record_leads_to_what_is_counted) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string target =
            "opportunities?$count=true&$top=0&$filter=account/life_cycle eq 'former'";
        expect_first_pages(company,
                           {{"sales", everything, target, kSales, "ix_opportunity_account_id"},
                            {"customers", everything, target, "account", "ix_account_life_cycle"}});
        expect_costs(company, {{"sales", everything, target, 100},
                               {"sales", few, target, 100},
                               {"sales", manager, target, 300, whole_tables(3)}});
    });
}

// The kept sums by their key; what is seen for another reason than owner, team or territory is
// added up from the rows that this reason gives.
STORE_TEST(PlansOfSums, the_forecast_reads_kept_sums_and_the_few_rows_beside_them) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_first_pages(company, {{"forecast", everything, "forecast?from=2026-11&to=2026-11",
                                      "forecast_cell", "key", "key|all"},
                                     {"forecast", manager, "forecast?from=2026-11&to=2026-11",
                                      "forecast_cell", "key", "key|all"},
                                     {"rows beside it", manager, "forecast", kSales,
                                      "ix_opportunity_originator_id_updated_at_id key"},
                                     {"rows beside it", few, "forecast", kSales,
                                      "ix_opportunity_originator_id_updated_at_id key"}});
    });
}

}  // namespace
}  // namespace clientela::plans
