// SPDX-License-Identifier: Apache-2.0
// Who does not see everything: customers for those who keep some of them, leads of a team, views
// that others share; and what hangs on records, asked for by people who see little of it.
#include <gtest/gtest.h>

#include "record/id_sets.h"
#include "record/read.h"
#include "tests/plans/cost_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

std::vector<PlanCase> lists_of_customers() {
    const std::string own = own_ways("account");
    const std::string team = own + " ix_account_team_id_updated_at_id";
    const std::string by_name = "accounts?$orderby=name";
    const std::string count = "accounts?$count=true&$top=0";
    const std::string customers = "accounts?$filter=life_cycle eq 'customer'";
    return {
        {"newest", keeper_of_half, "accounts", "account", "ix_account_updated_at_id"},
        {"newest", keeper_of_team, "accounts", "account", team},
        {"newest", keeper_of_few, "accounts", "account", own},
        {"by name", keeper_of_half, by_name, "account", "ix_account_name_sort_id"},
        {"by name", keeper_of_team, by_name, "account", team},
        {"by name", keeper_of_few, by_name, "account", own},
        {"common value", keeper_of_few, customers, "account", own},
        {"number of them", keeper_of_few, count, "account", own},
    };
}

STORE_TEST(PlansOfNarrowSight, customers_are_read_by_the_order_or_by_who_keeps_them) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_first_pages(company, lists_of_customers());
    });
}

STORE_TEST(PlansOfNarrowSight, the_next_customers_are_read_like_the_first) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        std::vector<PlanCase> cases = lists_of_customers();
        std::erase_if(cases, [](const PlanCase& one) {
            return one.target.find("count") != std::string::npos || one.seer == keeper_of_few;
        });
        expect_next_pages(company, cases);
    });
}

STORE_TEST(PlansOfNarrowSight, a_page_of_customers_costs_what_it_shows) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_costs(company, {{"customers", keeper_of_half, "accounts", 300},
                               {"customers", keeper_of_team, "accounts", 300},
                               {"customers", keeper_of_few, "accounts", 100}});
    });
}

// A seller reads the leads of their team, which has half of them; a manager those of a team that
// has one in a hundred. PostgreSQL takes theirs for as large as the others' and reads along the
// order.
STORE_TEST(PlansOfNarrowSight, leads_of_a_team_are_read_by_what_the_team_has) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_first_pages(company,
                           {{"newest", few, "leads", "lead", "ix_lead_updated_at_id"},
                            {"newest", manager, "leads", "lead", managers_ways("lead"),
                             "ix_lead_owner_id_updated_at_id ix_lead_originator_id_updated_at_id "
                             "key ix_lead_territory_id_updated_at_id "
                             "ix_lead_team_id_updated_at_id|ix_lead_updated_at_id"}});
        expect_costs(company,
                     {{"leads", half, "leads", 300},
                      {"leads", few, "leads", 300},
                      {"leads", deputy, "leads", 300},
                      {"leads", manager, "leads", 400, whole_tables(1)},
                      {"no leads", granted, "leads", 100, whole_tables(1)},
                      {"leads by name", manager, "leads?$orderby=name", 400, whole_tables(1)}});
    });
}

// Who reads half of the leads may change few of them: what is known of the one says nothing of the
// other.
STORE_TEST(PlansOfNarrowSight, what_one_may_change_is_not_looked_for_among_all_that_one_sees) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        record::Query query;
        query.object = &company.schema().get("leads");
        company.run(few, [&](record::Context& context) -> Result<void> {
            TRY(record::list(context, query));
            return {};
        });
        query.action = access::Action::update;
        const std::vector<Plan> plans =
            company.run(few, [&](record::Context& context) -> Result<void> {
                TRY(record::all_ids(context, query));
                return {};
            });
        expect_ways(plans, "lead", own_ways("lead"), "leads that one may change");
        expect_cost(plans, company.dialect(), 100, "leads that one may change");
    });
}

// By their places, as the page asks for them, too.
std::vector<PlanCase> lists_of_views() {
    const std::string of_sales = "views?$filter=object eq 'opportunities'";
    const std::string in_place = of_sales + "&$orderby=position";
    const std::string gathered = "ix_view_owner_id_name_sort_id ix_view_shared_team_id key";
    const std::string on_postgres =
        "ix_view_owner_id_name_sort_id|ix_view_object_owner_id "
        "ix_view_shared_team_id|ix_view_object_shared key";
    std::vector<PlanCase> cases{{"views", half, "views", "view", "ix_view_name_sort_id"},
                                {"views of sales", half, of_sales, "view", "ix_view_name_sort_id"}};
    for (const Seer seer : {everything, manager, few, granted, deputy}) {
        for (const std::string& target : {std::string("views"), of_sales, in_place})
            cases.push_back({"views", seer, target, "view", gathered, on_postgres});
    }
    return cases;
}

// Who administers sees no more of them than others do.
STORE_TEST(PlansOfNarrowSight, views_are_ones_own_and_those_that_are_shared) {
    on_both_statistics(
        dialect(), [](SkewedCompany& company) { expect_first_pages(company, lists_of_views()); });
}

STORE_TEST(PlansOfNarrowSight, a_page_of_views_costs_what_is_shared) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        std::vector<CostCase> cases;
        for (const PlanCase& one : lists_of_views()) {
            const bool much = one.seer == half;
            cases.push_back({one.shape, one.seer, one.target, much ? 300 : 100});
        }
        cases.push_back({"number of them", few, "views?$count=true&$top=0", 100});
        expect_costs(company, cases);
        expect_costs_of_next_pages(company, {{"views", half, "views", 300},
                                             {"views", few, "views", 100, whole_tables(1)}});
    });
}

// The customer leads to its sales. Where few have what is asked for, or little of it is seen, these
// lead to the customers.
STORE_TEST(PlansOfNarrowSight, any_costs_what_it_finds) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string open = "accounts?$filter=opportunities/any(o:o/status eq 'open')";
        const std::string lost = "accounts?$filter=opportunities/any(o:o/status eq 'lost')";
        const std::string kept =
            "accounts?$filter=account_members/any(m:m/user_id eq '{keeper_of_few}')";
        // What it asks of the customer is no condition on the sales alone, which could lead.
        const std::string others =
            "accounts?$filter=opportunities/any(o:o/status eq 'open' and o/owner_id ne owner_id)";
        expect_costs(company, {{"what most have", everything, open, 300},
                               {"what most have", half, open, 300},
                               {"what one in a hundred has", manager, open, 1'000},
                               {"what hardly one has", few, open, 300},
                               {"what hardly one has", keeper_of_few, open, 100},
                               {"a rare value", everything, lost, 300},
                               {"a rare value", half, lost, 300},
                               {"customers one works on", everything, kept, 300},
                               {"of another owner", everything, others, 1'000}});
    });
}

STORE_TEST(PlansOfNarrowSight, what_hangs_on_a_page_is_looked_up_and_tested) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string sales = "accounts?$expand=opportunities";
        const std::string ordered =
            "accounts?$expand=opportunities($expand=members,stage_changes;$orderby=amount "
            "desc;$top=3)";
        const std::string some =
            "accounts?$expand=opportunities($orderby=name;$filter=status eq 'open')";
        const std::string counted = "accounts?$expand=opportunities/$count";
        const std::string people = "accounts?$expand=account_contacts($expand=contact)";
        std::vector<CostCase> cases;
        for (const Seer seer : {everything, half, manager, few, keeper_of_half, keeper_of_team}) {
            cases.push_back({"sales", seer, sales, 400, 1'200});
            cases.push_back({"ordered and nested", seer, ordered, 400, 1'200});
            cases.push_back({"some, ordered", seer, some, 400, 1'200});
            cases.push_back({"counted", seer, counted, 400, 1'200});
            cases.push_back({"nested", seer, people, 400, 1'800});
        }
        for (const std::string& target : {sales, ordered, some, counted, people})
            cases.push_back({"of few", keeper_of_few, target, 100});
        expect_costs(company, cases);
        expect_first_pages(company,
                           {{"sales", half, sales, kSales, "ix_opportunity_account_id key"},
                            {"ordered", half, ordered, kSales, "ix_opportunity_account_id key"},
                            {"their steps", half, ordered, "stage_change",
                             "ix_stage_change_opportunity_id_changed_at key"}});
    });
}

// To-one, through what may be out of sight.
STORE_TEST(PlansOfNarrowSight, what_a_page_points_to_is_looked_up_by_key) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string both = "opportunities?$expand=account,contact";
        expect_first_pages(company, {{"customer", half, both, "account", "key"},
                                     {"person", half, both, "contact", "key"}});
        expect_costs(company, {{"customer and person", half, both, 400},
                               {"customer and person", manager, both, 400, 1'200},
                               {"customer and person", few, both, 100}});
    });
}

STORE_TEST(PlansOfNarrowSight, what_activities_regard_comes_along) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string target = "activities?$expand=activity_links";
        expect_costs(company, {{"links", everything, target, 400},
                               {"links", half, target, 600},
                               {"links", few, target, 800},
                               {"links", manager, target, 1'000},
                               {"links", keeper_of_few, target, 100}});
    });
}

}  // namespace
}  // namespace clientela::plans
