// SPDX-License-Identifier: Apache-2.0
// clientela.below: everything in one branch of a tree. The tree is read level by level; then the
// branch is a set of values like any other, of which many or few rows have one. Where a record lies
// in a tree several times, its places stand in a table of their own.
#include <gtest/gtest.h>

#include "tests/plans/cost_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

std::string in(const std::string& field, const std::string& node) {
    return "clientela.below(" + field + ",'{" + node + "}')";
}

const char* const kByClass = "ix_account_classification_classification_id_account_id";

std::string customers(const std::string& filter, const std::string& more = {}) {
    return "accounts?$filter=" + filter + more;
}

// Half of all customers are in the country, sixteen in its south.
STORE_TEST(PlansOfBranches, few_rows_of_a_branch_are_led_to) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string south = customers(in("territory_id", "south"));
        expect_first_pages(company, {{"territory", everything, south, "account",
                                      "ix_account_territory_id_updated_at_id ?key"}});
        expect_costs(
            company,
            {{"territory", everything, south, 100},
             {"territory", keeper_of_half, south, 100},
             {"team", everything, customers(in("team_id", "team")), 300},
             {"of a common kind", everything,
              customers(in("territory_id", "south") + " and life_cycle eq 'customer'"), 100}});
    });
}

// Sixteen branches of one head office. (With the averages of `analyze` SQLite walks from one parent
// to the next instead of looking each up; stores are rid of them when they are opened.)
STORE_TEST(PlansOfBranches, few_branches_of_a_head_office_are_led_to) {
    on_usual_statistics(dialect(), [](SkewedCompany& company) {
        const std::string branches = customers(in("parent_id", "account"));
        expect_first_pages(
            company, {{"branches", everything, branches, "account", "ix_account_parent_id ?key"}});
        expect_costs(company,
                     {{"branches", everything, branches, 100},
                      {"with the head office", everything, customers(in("id", "account")), 100},
                      {"with the head office", keeper_of_few, customers(in("id", "account")), 100},
                      {"their sales", everything,
                       "opportunities?$filter=" + in("account_id", "account"), 100}});
    });
}

STORE_TEST(PlansOfBranches, many_rows_of_a_branch_are_met_along_the_order) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string country = in("territory_id", "country");
        const std::vector<CostCase> cases{
            {"newest", everything, customers(country), 300},
            {"by name", everything, customers(country, "&$orderby=name"), 300},
            {"by name", keeper_of_half, customers(country, "&$orderby=name"), 400}};
        expect_costs(company, cases);
        expect_costs_of_next_pages(company, cases);
    });
}

STORE_TEST(PlansOfBranches, who_sees_little_reads_that) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string country = customers(in("territory_id", "country"));
        expect_costs(company, {{"customers", keeper_of_few, country, 100},
                               {"customers", keeper_of_team, country, 300},
                               {"by name", keeper_of_few, country + "&$orderby=name", 100}});
    });
}

// Behind a link: few customers lead to their sales; who sees two sales looks at the customers of
// those two, however many there are in the country.
STORE_TEST(PlansOfBranches, a_branch_behind_a_link_costs_no_more_than_what_one_sees) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string south = "opportunities?$filter=" + in("account/territory_id", "south");
        const std::string country =
            "opportunities?$filter=" + in("account/territory_id", "country");
        expect_costs(company, {{"few customers", everything, south, 100},
                               {"few customers", half, south, 100},
                               {"few sales", few, country, 300}});
    });
}

std::string number_of(const std::string& list) { return list + "&$count=true&$top=0"; }

// Sixteen customers have two places in one branch.
STORE_TEST(PlansOfBranches, few_records_that_lie_in_a_branch_several_times_are_led_to) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string rare = customers(in("classifications", "rare_class"));
        const std::string leaf = customers(in("classifications", "rare_leaf"));
        const std::string either = std::string("key|") + kByClass;
        expect_first_pages(company, {{"places", everything, rare, "account_classification",
                                      std::string(kByClass) + " ?key", either},
                                     {"places", everything, leaf, "account_classification",
                                      std::string(kByClass) + " ?key"},
                                     {"customers", everything, rare, "account", "key",
                                      "key|ix_account_updated_at_id"},
                                     {"customers", everything, leaf, "account", "key"}});
        expect_costs(company, {{"of several nodes", everything, rare, 100},
                               {"of several nodes", half, rare, 100},
                               {"of several nodes", keeper_of_half, rare, 100},
                               {"of one node", everything, leaf, 100},
                               {"of one node", keeper_of_half, leaf, 100},
                               {"number of them", everything, number_of(rare), 100},
                               {"number of them", everything, number_of(leaf), 100}});
    });
}

// Half of all customers have three.
STORE_TEST(PlansOfBranches, many_records_that_lie_in_a_branch_several_times_are_met_in_order) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string common = customers(in("classifications", "common_class"));
        const std::vector<CostCase> cases{
            {"newest", everything, common, 300},
            {"by name", everything, common + "&$orderby=name", 300},
            {"newest", keeper_of_half, common, 500},
            {"by name", keeper_of_half, common + "&$orderby=name", 500}};
        expect_costs(company, cases);
        expect_costs_of_next_pages(company, cases);
        expect_first_pages(company,
                           {{"newest", everything, common, "account", "ix_account_updated_at_id"},
                            {"number of them", everything, number_of(common), "account", "all"}});
    });
}

STORE_TEST(PlansOfBranches, who_sees_little_looks_up_the_places_of_that) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string common = customers(in("classifications", "common_class"));
        const std::string rare = customers(in("classifications", "rare_class"));
        const std::string own = own_ways("account");
        const std::string either = std::string("key|") + kByClass;
        expect_first_pages(
            company,
            {{"customers", keeper_of_few, common, "account", own},
             {"places", keeper_of_few, common, "account_classification", either},
             {"number of them", keeper_of_few, number_of(common), "account", own},
             {"places", keeper_of_few, number_of(common), "account_classification", either}});
        expect_costs(
            company,
            {{"common", keeper_of_team, common, 300},
             {"common", keeper_of_few, common, 100},
             {"rare", keeper_of_team, rare, 300},
             {"rare", keeper_of_few, rare, 100},
             {"number of common", keeper_of_team, number_of(common), 300, whole_tables(2)},
             {"number of common", keeper_of_few, number_of(common), 100},
             {"number of rare", keeper_of_team, number_of(rare), 300, whole_tables(2)},
             {"number of rare", keeper_of_few, number_of(rare), 100},
             {"behind a link", few,
              "opportunities?$filter=" + in("account/classifications", "common_class"), 100}});
    });
}

STORE_TEST(PlansOfBranches, each_level_of_a_tree_is_found_by_its_parents) {
    on_usual_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<Plan> plans =
            company.get(everything, "/api/v1/" + customers(in("id", "account")));
        int levels = 0;
        for (const Plan& plan : plans) {
            if (plan.statement.find(" and parent_id in ") == std::string::npos) continue;
            ++levels;
            EXPECT_EQ(plan.ways("account"), std::set<std::string>{"ix_account_parent_id"})
                << plan.statement << "\n"
                << plan.text;
        }
        EXPECT_GE(levels, 2) << "the head office and its branches";
    });
}

}  // namespace
}  // namespace clientela::plans
