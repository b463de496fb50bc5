// SPDX-License-Identifier: Apache-2.0
// The ways to see a row, each from its own table: memberships, grants, teams, what somebody lends.
// And the counting that decides between walking and gathering.
#include <gtest/gtest.h>

#include "access/load_principal.h"
#include "access/visibility.h"
#include "record/read.h"
#include "tests/plans/plan_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

STORE_TEST(PlansOfSight, grants_are_found_by_whom_they_name) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        for (const Seer seer : {granted, few, manager}) {
            expect_first_pages(company, {{"grants", seer, "opportunities", "record_grant",
                                          "ix_record_grant_grantee_id_object_record_id"}});
        }
    });
}

STORE_TEST(PlansOfSight, memberships_are_found_by_their_person) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_first_pages(company, {{"members", few, "opportunities", "opportunity_member",
                                      "ix_opportunity_member_user_id_opportunity_id"}});
    });
}

STORE_TEST(PlansOfSight, who_was_granted_one_or_stands_in_reads_no_more_than_that) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string own = own_ways(kSales);
        expect_first_pages(company,
                           {{"newest", granted, "opportunities", kSales, own},
                            {"by name", granted, "opportunities?$orderby=name", kSales, own},
                            {"newest", deputy, "opportunities", kSales, own},
                            {"by name", deputy, "opportunities?$orderby=name", kSales, own},
                            {"count", deputy, "opportunities?$count=true&$top=0", kSales, own}});
    });
}

// One record, whoever asks: its grants and members by the record itself.
STORE_TEST(PlansOfSight, one_record_is_tested_by_its_key) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        for (const Seer seer : {everything, half, manager, granted, deputy}) {
            const auto read = [&](record::Context& context) -> Result<void> {
                const auto found = record::get(context, company.schema().get("opportunities"),
                                               company.id_of("opportunity"));
                if (!found.ok() && found.error().code != ErrorCode::not_found) return found.error();
                return {};
            };
            const std::vector<Plan> plans = company.run(seer, read);
            expect_ways(plans, kSales, "key", name_of(seer));
            if (seer == everything) continue;
            expect_ways(plans, "record_grant",
                        "ix_record_grant_object_record_id|ix_record_grant_record_id",
                        name_of(seer));
        }
    });
}

// Counting stops at a tenth of the table.
STORE_TEST(PlansOfSight, shares_are_counted_along_the_index_of_each_way) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const schema::Object& object = company.schema().get("opportunities");
        const std::vector<Plan> plans =
            company.run(few, [&](record::Context& context) -> Result<void> {
                const auto seen = access::visibility(context.principal, company.schema(), object,
                                                     access::Action::read);
                TRY(access::estimate_share(context.tx, seen));
                return {};
            });
        ASSERT_FALSE(plans.empty());
        // SQLite keeps no number of rows and counts them along the shortest index.
        for (const Plan& plan : plans) {
            if (plan.statement.find("select count(*) from (") == std::string::npos) continue;
            for (const std::string& way : plan.ways(kSales))
                EXPECT_NE(way, "all") << plan.statement << "\n" << plan.text;
        }
    });
}

STORE_TEST(PlansOfSight, rights_of_who_asks_are_read_by_keys) {
    SkewedCompany& company = SkewedCompany::of(dialect());
    if (dialect() == db::Dialect::postgres) return;  // a table of ten people is read at once
    const auto load = [&](db::Transaction& tx) -> Result<void> {
        TRY(access::load_principal(tx, company.schema(), company.id_of("deputy"), Date{20'000}));
        return {};
    };
    const std::vector<Plan> plans = company.run(load);
    expect_ways(plans, "user", "key", "person");
    expect_ways(plans, "role", "key", "role");
    expect_ways(plans, "delegation", "ix_delegation_delegate_id_ends_on", "what is lent");
}

}  // namespace
}  // namespace clientela::plans
