// SPDX-License-Identifier: Apache-2.0
// Records and what hangs on them: filters over links and relations, $expand, the lists behind a
// record. The record leads to what hangs on it, never the other way round.
#include <gtest/gtest.h>

#include "tests/plans/plan_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

STORE_TEST(PlansOfRelations, a_filter_on_a_linked_record_finds_that_record_first) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string number = "opportunities?$filter=account/number eq 'n-100000'";
        expect_first_pages(
            company,
            {{"number of the account", everything, number, kSales, "ix_opportunity_account_id"},
             {"number of the account", everything, number, "account", "ix_account_number"}});
    });
}

STORE_TEST(PlansOfRelations, rows_of_a_relation_are_looked_up_by_their_record) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string any = "accounts?$filter=account_contacts/any(c:c/is_primary eq true)";
        const std::string count = "accounts?$filter=contact_points/$count gt 2";
        expect_first_pages(company, {{"any of the contacts", everything, any, "account_contact",
                                      "ix_account_contact_account_id"},
                                     {"any of the contacts", everything, any, "account",
                                      "ix_account_updated_at_id"},
                                     {"number of points", everything, count, "contact_point",
                                      "ix_contact_point_account_id"}});
    });
}

STORE_TEST(PlansOfRelations, expansions_are_looked_up_by_their_record) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string points = "accounts?$expand=contact_points";
        const std::string some = "accounts?$expand=contact_points($filter=kind eq 'email')";
        const std::string members = "opportunities?$expand=members";
        expect_first_pages(
            company,
            {{"to-one", everything, "opportunities?$expand=account", "account", "key"},
             {"to-many", everything, points, "contact_point", "ix_contact_point_account_id key"},
             {"to-many of a kind that all are", everything, some, "contact_point",
              "ix_contact_point_account_id key"},
             {"members", few, members, "opportunity_member",
              "ix_opportunity_member_opportunity_id ix_opportunity_member_user_id_opportunity_id "
              "key"}});
    });
}

STORE_TEST(PlansOfRelations, lists_behind_a_record_are_looked_up_by_it) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string people = "accounts('{account}')/account_contacts";
        const std::string open_ones =
            "opportunities?$filter=account_id eq '{account}' and status eq 'open'";
        expect_first_pages(company, {{"people of an account", everything, people, "account_contact",
                                      "ix_account_contact_account_id"},
                                     {"open ones of an account", everything, open_ones, kSales,
                                      "ix_opportunity_account_id"},
                                     {"subsidiaries", everything, "accounts('{account}')/children",
                                      "account", "ix_account_parent_id key"}});
    });
}

// Which accounts are meant is not counted before: a value that many have makes a long list of them.
STORE_TEST(PlansOfRelations, a_common_value_of_a_linked_record_makes_a_list_of_all_that_have_it) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string customers = "opportunities?$filter=account/life_cycle eq 'customer'";
        const std::vector<Plan> plans = company.get(everything, "/api/v1/" + customers);
        ASSERT_FALSE(plans.empty());
        expect_ways(plans, kSales, std::string(kNewest) + "|ix_opportunity_account_id", customers);
    });
}

}  // namespace
}  // namespace clientela::plans
