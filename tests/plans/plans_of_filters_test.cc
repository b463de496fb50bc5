// SPDX-License-Identifier: Apache-2.0
// Filters, alone and beside an order. What gives few rows leads to them; what most rows have is
// tested along the order, however useful its index may look to a planner without statistics.
#include <gtest/gtest.h>

#include "tests/plans/plan_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

std::string filtered(const std::string& filter, const std::string& order = {}) {
    return "opportunities?$filter=" + filter + (order.empty() ? "" : "&$orderby=" + order);
}

std::vector<PlanCase> rare_values() {
    const std::string number = "number eq 'n-100000'";
    const std::string lost = "status eq 'lost'";
    const std::string by_status =
        "ix_opportunity_status_expected_close_on|ix_opportunity_status_closed_on";
    const std::string month = "expected_close_on ge 2027-01-01 and expected_close_on lt 2027-02-01";
    return {
        {"number", everything, filtered(number), kSales, "ix_opportunity_number"},
        {"number", half, filtered(number), kSales, "ix_opportunity_number"},
        {"number", few, filtered(number), kSales, "ix_opportunity_number",
         own_ways(kSales) + " ix_opportunity_number"},
        {"number by name", everything, filtered(number, "name"), kSales, "ix_opportunity_number"},
        {"several numbers", everything, filtered("number in ('n-100000','n-100001','n-100002')"),
         kSales, "ix_opportunity_number"},
        {"rare status", everything, filtered(lost), kSales, by_status},
        {"rare status by amount", half, filtered(lost, "amount desc"), kSales, by_status},
        {"beginning of a name", everything, filtered("startswith(name,'n-10000')"), kSales,
         "ix_opportunity_name"},
        {"one month", everything, filtered(month), kSales, "ix_opportunity_expected_close_on_id"},
        {"one month by name", half, filtered(month, "name"), kSales,
         "ix_opportunity_expected_close_on_id"},
        {"one account", everything, filtered("account_id eq '{account}'"), kSales,
         "ix_opportunity_account_id"},
        {"two accounts", everything, filtered("account_id in ('{account}','{contact}')"), kSales,
         "ix_opportunity_account_id"},
        {"a seller with few", everything, filtered("owner_id eq '{few}'"), kSales,
         "ix_opportunity_owner_id_updated_at_id"},
        {"number of a common status", everything, filtered("status eq 'open' and " + number),
         kSales, "ix_opportunity_number"},
    };
}

std::vector<PlanCase> common_values() {
    const std::string open = "status eq 'open'";
    return {
        {"common status", everything, filtered(open), kSales, kNewest},
        {"common status", half, filtered(open), kSales, kNewest},
        {"common status", manager, filtered(open), kSales, managers_ways(kSales)},
        {"common status", few, filtered(open), kSales, own_ways(kSales)},
        {"common statuses", everything, filtered("status in ('open','won')"), kSales, kNewest},
        {"common status by amount", everything, filtered(open, "amount desc"), kSales,
         "ix_opportunity_amount_id"},
        {"common status by creation", few, filtered(open, "created_at desc"), kSales,
         own_ways(kSales)},
        {"stage of most, newest", everything, filtered("stage_id eq '{stage}'"), kSales,
         "ix_opportunity_stage_id_updated_at",
         std::string(kNewest) + "|ix_opportunity_stage_id_updated_at"},
        {"most days", everything, filtered("expected_close_on ge 2026-01-01"), kSales, kNewest},
        {"most days in their order", everything,
         filtered("expected_close_on ge 2026-01-01", "expected_close_on"), kSales,
         "ix_opportunity_expected_close_on_id"},
        {"most days, last first", everything,
         filtered("expected_close_on ge 2026-01-01 and expected_close_on lt 2040-01-01",
                  "expected_close_on desc"),
         kSales, "ix_opportunity_expected_close_on_id"},
        {"two common ones", everything, filtered(open + " and expected_close_on ge 2026-01-01"),
         kSales, kNewest},
        {"the seller of half", everything, filtered("owner_id eq '{half}'"), kSales,
         "ix_opportunity_owner_id_updated_at_id",
         std::string(kNewest) + "|ix_opportunity_owner_id_updated_at_id"},
        {"the seller of half by name", everything, filtered("owner_id eq '{half}'", "name"), kSales,
         "ix_opportunity_name_sort_id"},
    };
}

// No index stands for these on purpose: a part of a word is what $search is for, and amounts of
// several currencies have no common order.
std::vector<PlanCase> what_no_index_answers() {
    return {
        {"part of a name", everything, filtered("contains(name,'777')"), kSales, kNewest},
        {"part of a name", few, filtered("contains(name,'777')"), kSales, own_ways(kSales)},
        {"amount", everything, filtered("amount gt 1000"), kSales, kNewest},
        // PostgreSQL knows how few there are, and sorts them.
        {"anything but", everything, filtered("status ne 'open'"), kSales, kNewest, "all"},
    };
}

STORE_TEST(PlansOfFilters, rare_values_lead_to_their_rows) {
    on_both_statistics(dialect(),
                       [](SkewedCompany& company) { expect_first_pages(company, rare_values()); });
}

STORE_TEST(PlansOfFilters, common_values_are_tested_along_the_order) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_first_pages(company, common_values());
        expect_next_pages(company, common_values());
    });
}

STORE_TEST(PlansOfFilters, what_no_index_answers_is_tested_on_what_the_viewer_may_see) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_first_pages(company, what_no_index_answers());
    });
}

}  // namespace
}  // namespace clientela::plans
