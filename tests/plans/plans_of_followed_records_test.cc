// SPDX-License-Identifier: Apache-2.0
// Records that are seen because another one is: persons through the customers they work for,
// activities by what they regard, the parts of customers and sales. Sight leads to them one or two
// tables further, each along an index, and a page costs what it shows.
#include <gtest/gtest.h>

#include "tests/plans/cost_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

const char* const kCustomersOf =
    "ix_account_owner_id_updated_at_id ix_account_originator_id_updated_at_id key";

// Of those whom somebody works with: their own, then those of the customers they keep.
STORE_TEST(PlansOfFollowedRecords, persons_are_found_through_the_customers_one_keeps) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        for (const char* target : {"contacts", "contacts?$orderby=name"}) {
            expect_first_pages(company,
                               {{"persons", keeper_of_few, target, "contact",
                                 "ix_contact_owner_id_updated_at_id key"},
                                {"their customers", keeper_of_few, target, "account_contact",
                                 "ix_account_contact_account_id"},
                                {"customers", keeper_of_few, target, "account", kCustomersOf}});
        }
    });
}

STORE_TEST(PlansOfFollowedRecords, who_keeps_half_walks_along_the_persons) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<PlanCase> cases{
            {"newest", keeper_of_half, "contacts", "contact", "ix_contact_updated_at_id"},
            {"by name", keeper_of_half, "contacts?$orderby=name", "contact",
             "ix_contact_name_sort_id"},
            {"newest", few, "contacts", "contact", "ix_contact_updated_at_id"}};
        expect_first_pages(company, cases);
        expect_next_pages(company, cases);
    });
}

STORE_TEST(PlansOfFollowedRecords, a_page_of_persons_costs_what_it_shows) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<CostCase> cases{
            {"persons", half, "contacts", 100},
            {"persons", keeper_of_half, "contacts", 300},
            {"persons", keeper_of_team, "contacts", 400, whole_tables(2)},
            {"persons", keeper_of_few, "contacts", 100},
            {"number of them", keeper_of_few, "contacts?$count=true&$top=0", 100}};
        expect_costs(company, cases);
    });
}

// What was said about a customer whom one keeps, or with whom one's own sale is at stake.
STORE_TEST(PlansOfFollowedRecords, activities_are_found_by_what_they_regard) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string links = "ix_activity_link_object_record_id_happened_at_activity_id";
        expect_first_pages(
            company,
            {{"activities", keeper_of_few, "activities", "activity",
              "ix_activity_owner_id_updated_at_id ix_activity_created_by_id_updated_at_id "
              "key"},
             {"what they regard", keeper_of_few, "activities", "activity_link",
              links + " ix_activity_link_activity_id",
              links + " ix_activity_link_activity_id ?ix_activity_link_record_id"},
             {"customers", keeper_of_few, "activities", "account", kCustomersOf},
             {"newest", keeper_of_half, "activities", "activity", "ix_activity_updated_at_id"},
             {"newest", few, "activities", "activity", "ix_activity_updated_at_id"}});
    });
}

// A seller sees all customers and few sales. Three of ten activities are about a customer alone, so
// that a page is found among the newest two hundred; who keeps half of the customers meets five
// hundred, since an activity that names a sale out of sight is not shown.
std::vector<CostCase> pages_of_activities() {
    return {{"activities", everything, "activities", 100},
            {"activities", half, "activities", 300},
            {"activities", manager, "activities", 500},
            {"activities", few, "activities", 400},
            {"activities", granted, "activities", 400},
            {"activities", deputy, "activities", 800},
            {"activities", keeper_of_half, "activities", 1'500, 16'000},
            {"activities", keeper_of_team, "activities", 700, 5'000},
            {"activities", keeper_of_few, "activities", 100}};
}

STORE_TEST(PlansOfFollowedRecords, a_page_of_activities_costs_what_it_shows) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_costs(company, pages_of_activities());
        expect_costs(company,
                     {{"number of them", keeper_of_few, "activities?$count=true&$top=0", 600}});
    });
}

STORE_TEST(PlansOfFollowedRecords, the_next_page_of_activities_costs_as_much_as_the_first) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_costs_of_next_pages(company,
                                   {{"activities", half, "activities", 300},
                                    {"activities", few, "activities", 400},
                                    {"activities", keeper_of_half, "activities", 1'500, 16'000}});
    });
}

STORE_TEST(PlansOfFollowedRecords, parts_of_customers_and_sales_follow_the_whole) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string sales =
            "ix_opportunity_owner_id_updated_at_id ix_opportunity_originator_id_updated_at_id key";
        // How PostgreSQL joins a hundredth it decides by what it costs.
        expect_first_pages(
            company, {{"points", keeper_of_few, "contact_points", "contact_point",
                       "ix_contact_point_account_id ix_contact_point_contact_id key"},
                      {"customers", keeper_of_few, "contact_points", "account", kCustomersOf},
                      {"members", keeper_of_few, "account_members", "account_member",
                       "ix_account_member_account_id ix_account_member_user_id_account_id key"},
                      {"stages", few, "stage_changes", "stage_change",
                       "ix_stage_change_opportunity_id_changed_at key"},
                      {"sales", few, "stage_changes", kSales, sales},
                      {"points", keeper_of_half, "contact_points", "contact_point", "key|all"},
                      {"stages, newest", half, "stage_changes", "stage_change",
                       "ix_stage_change_changed_at_id"}});
    });
}

STORE_TEST(PlansOfFollowedRecords, a_page_of_parts_costs_what_it_shows) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<CostCase> cases{
            {"points", few, "contact_points", 100},
            {"points", keeper_of_half, "contact_points", 300},
            {"members", keeper_of_half, "account_members", 300},
            {"members", keeper_of_team, "account_members", 300, whole_tables(1)},
            {"members", keeper_of_few, "account_members", 100},
            {"stages", half, "stage_changes", 300},
            {"stages", manager, "stage_changes", 300, whole_tables(1)},
            {"stages", few, "stage_changes", 100},
            {"stages", granted, "stage_changes", 100},
            {"stages", deputy, "stage_changes", 100},
            {"stages of a sale", few, "stage_changes?$filter=opportunity_id eq '{opportunity}'",
             100}};
        expect_costs(company, cases);
    });
}

// With the averages of `analyze` SQLite walks along the points of nobody's contacts.
STORE_TEST(PlansOfFollowedRecords, points_are_looked_up_by_the_customers_that_somebody_keeps) {
    on_usual_statistics(dialect(), [](SkewedCompany& company) {
        expect_costs(company, {{"points", keeper_of_team, "contact_points", 400, whole_tables(4)},
                               {"points", keeper_of_few, "contact_points", 100}});
    });
}

// Links follow activities, which follow customers: the longest way there is. Whoever keeps some of
// the customers has to get an answer at all.
STORE_TEST(PlansOfFollowedRecords, what_activities_regard_is_two_steps_away) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_costs(company, {{"links", half, "activity_links", 300},
                               {"links", few, "activity_links", 800, 9'000},
                               {"links", manager, "activity_links", 1'000, 9'000},
                               {"links", keeper_of_half, "activity_links", 2'500, 32'000},
                               {"links", keeper_of_team, "activity_links", 1'500, 16'000},
                               {"links", keeper_of_few, "activity_links", 600}});
        // Sight through three kinds of record is as deep as SQLite's parser goes.
        for (const Seer seer : {keeper_of_half, keeper_of_team, keeper_of_few}) {
            company.get(seer, "/api/v1/activity_links?$count=true&$top=0");
            company.get(seer,
                        "/api/v1/activities?$count=true&$filter=activity_links/any(l:l/object eq "
                        "'accounts' and l/record_id eq '{account}')");
            company.get(seer, "/api/v1/activities?$filter=activity_links/any(l:l/role eq 'about')");
        }
    });
}

}  // namespace
}  // namespace clientela::plans
