// SPDX-License-Identifier: Apache-2.0
// Lists without a filter: by the default order, by other columns, through links, of the bin, each
// as different people see them, first page and next one.
#include <gtest/gtest.h>

#include "tests/plans/plan_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

// Who sees much walks along the index of the order and tests each row; who sees little gathers the
// best rows of each way to see one.
std::vector<PlanCase> plain_lists() {
    const std::string own = own_ways(kSales);
    const std::string team = managers_ways(kSales);
    const std::string newest = "opportunities";
    const std::string by_name = "opportunities?$orderby=name";
    const std::string by_creation = "opportunities?$orderby=created_at desc";
    const std::string by_amount = "opportunities?$orderby=amount desc";
    const std::string by_closing = "opportunities?$orderby=expected_close_on";
    return {
        {"newest", everything, newest, kSales, "ix_opportunity_updated_at_id"},
        {"newest", half, newest, kSales, "ix_opportunity_updated_at_id"},
        {"newest", manager, newest, kSales, team},
        {"newest", few, newest, kSales, own},
        {"by name", everything, by_name, kSales, "ix_opportunity_name_sort_id"},
        {"by name", half, by_name, kSales, "ix_opportunity_name_sort_id"},
        {"by name", manager, by_name, kSales, team},
        {"by name", few, by_name, kSales, own},
        {"by creation", everything, by_creation, kSales, "ix_opportunity_created_at_id"},
        {"by creation", half, by_creation, kSales, "ix_opportunity_created_at_id"},
        {"by creation", manager, by_creation, kSales, team},
        {"by creation", few, by_creation, kSales, own},
        {"by amount", everything, by_amount, kSales, "ix_opportunity_amount_id"},
        {"by amount", half, by_amount, kSales, "ix_opportunity_amount_id"},
        // The last of all amounts are few.
        {"by amount", few, by_amount, kSales, own, own + " ?ix_opportunity_amount_id"},
        {"by closing day", everything, by_closing, kSales, "ix_opportunity_expected_close_on_id"},
        {"by closing day", half, by_closing, kSales, "ix_opportunity_expected_close_on_id"},
        {"by closing day", few, by_closing, kSales, own},
    };
}

STORE_TEST(PlansOfLists, first_pages_are_read_by_the_order_or_by_what_one_sees) {
    on_both_statistics(dialect(),
                       [](SkewedCompany& company) { expect_first_pages(company, plain_lists()); });
}

STORE_TEST(PlansOfLists, next_pages_are_read_like_the_first) {
    on_both_statistics(dialect(),
                       [](SkewedCompany& company) { expect_next_pages(company, plain_lists()); });
}

STORE_TEST(PlansOfLists, who_sees_all_sorts_nothing) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        for (const PlanCase& one : plain_lists()) {
            if (one.seer != everything && one.seer != half) continue;
            const std::string target = "/api/v1/" + one.target;
            expect_no_sort(company.get(one.seer, target), kSales, one.shape);
            expect_no_sort(company.get_next(one.seer, target), kSales, one.shape);
        }
    });
}

// Between two columns no index stands: rows of one day are sorted by name, and those alone.
STORE_TEST(PlansOfLists, a_second_key_sorts_within_the_first) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string target = "opportunities?$orderby=expected_close_on,name";
        expect_first_pages(company, {{"two keys", everything, target, kSales,
                                      "ix_opportunity_expected_close_on_id"},
                                     {"two keys", few, target, kSales, own_ways(kSales)}});
    });
}

// A column of another record is in no index of this one.
STORE_TEST(PlansOfLists, an_order_through_a_link_reads_what_the_viewer_may_see) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string target = "opportunities?$orderby=account/name";
        expect_first_pages(company, {{"through a link", everything, target, kSales, "all"},
                                     {"through a link", few, target, kSales, own_ways(kSales)}});
    });
}

STORE_TEST(PlansOfLists, the_bin_has_its_own_index) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string newest = "opportunities?bin=true&$orderby=deleted_at desc";
        const std::string by_name = "opportunities?bin=true&$orderby=name";
        expect_first_pages(
            company, {{"bin", everything, newest, kSales, "ix_opportunity_deleted_at_id"},
                      {"bin", half, newest, kSales, "ix_opportunity_deleted_at_id"},
                      {"bin by name", everything, by_name, kSales, "ix_opportunity_deleted_at_id"},
                      {"bin", few, newest, kSales, "ix_opportunity_deleted_at_id",
                       own_ways(kSales) + " ?ix_opportunity_deleted_at_id"}});
    });
}

}  // namespace
}  // namespace clientela::plans
