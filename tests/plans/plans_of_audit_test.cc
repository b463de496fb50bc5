// SPDX-License-Identifier: Apache-2.0
// What is asked about records and people instead of records: who changed what, who signed in, why
// somebody sees a record, how many customers could be addressed.
#include <gtest/gtest.h>

#include "tests/plans/cost_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

struct LogCase {
    const char* question;
    bool rare = false;  // PostgreSQL knows, and reads a short log at once to sort what it finds
};

// The log is looked through backwards, a bounded piece at a time, along its own order: to whom or
// what a change belongs is only tested. A record alone has an index of its own.
STORE_TEST(PlansOfAudit, the_log_is_read_backwards_whoever_is_asked_for) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        for (const auto& [question, rare] :
             std::vector<LogCase>{{""},
                                  {"?actor={half}"},
                                  {"?actor={few}", true},
                                  {"?object=opportunities"},
                                  {"?object=opportunities&actor={few}", true},
                                  {"?object=opportunities&field=stage_id", true}}) {
            if (rare && company.dialect() == db::Dialect::postgres) continue;
            const std::string target = std::string("/api/v1/audit") + question;
            int pieces = 0;
            for (const Plan& plan : company.get(everything, target)) {
                if (plan.statement.find("from change where seq >= ") == std::string::npos) continue;
                ++pieces;
                EXPECT_EQ(plan.ways("change"), std::set<std::string>{"key"})
                    << target << "\n"
                    << plan.statement << "\n"
                    << plan.text;
                EXPECT_FALSE(plan.sorts) << target << "\n" << plan.text;
            }
            EXPECT_EQ(pieces, 1) << target;
        }
    });
}

STORE_TEST(PlansOfAudit, a_page_of_the_log_costs_what_it_shows) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string record = "audit?object=accounts&record={account}";
        const std::string sale = "audit?object=opportunities&record={opportunity}";
        expect_costs(company, {{"newest", everything, "audit", 300},
                               {"of somebody busy", everything, "audit?actor={half}", 300},
                               {"of sales", everything, "audit?object=opportunities", 300},
                               {"of a customer", everything, record, 100},
                               {"of a customer", few, record, 100},
                               {"of a sale", granted, sale, 100}});
    });
}

// Acts are fewer than changes and as long kept; nobody waits for one of them longer because many
// others were done.
STORE_TEST(PlansOfAudit, a_page_of_acts_costs_what_it_shows) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string old = "from=2020-01-01&until=2020-02-01";
        expect_costs(
            company,
            {{"newest", everything, "audit/acts", 300},
             {"of a kind", everything, "audit/acts?kind=signed_in", 300},
             {"of a kind that never was", everything, "audit/acts?kind=exported", 100},
             {"of somebody", everything, "audit/acts?actor={half}", 300},
             {"of who did nothing", everything, "audit/acts?actor={keeper_of_few}", 100},
             {"of somebody, of a kind", everything, "audit/acts?actor={few}&kind=signed_in", 100},
             {"of somebody busy, of a kind that never was", everything,
              "audit/acts?actor={half}&kind=exported", 300},
             {"of a month long ago", everything, "audit/acts?" + old, 300},
             {"of a kind, long ago", everything, "audit/acts?kind=signed_in&" + old, 300}});
    });
}

STORE_TEST(PlansOfAudit, the_last_sign_in_is_one_look_for_each_person) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        expect_costs(company, {{"sign-ins", everything, "audit/sign-ins", 200}});
        expect_first_pages(
            company, {{"sign-ins", everything, "audit/sign-ins", "act",
                       "ix_act_actor_id_kind_happened_at_seq|ix_act_actor_id_happened_at_seq"}});
    });
}

// Each reason is looked for with the record in hand.
STORE_TEST(PlansOfAudit, why_somebody_sees_a_record_is_asked_of_that_record) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<std::pair<std::string, std::string>> records{
            {"accounts", "account"},
            {"contacts", "contact"},
            {"contact_points", "contact_point"},
            {"account_members", "account_member"},
            {"opportunities", "opportunity"},
            {"leads", "lead"},
            {"activities", "activity"},
            {"activity_links", "activity_link"}};
        for (const auto& [set, name] : records) {
            std::vector<CostCase> cases;
            for (const char* person : {"half", "manager", "few", "granted", "deputy",
                                       "keeper_of_half", "keeper_of_team", "keeper_of_few"}) {
                const std::string target = set + "('{" + name + "}')/why?user={" + person + "}";
                cases.push_back({"why", everything, target, 100});
            }
            expect_costs(company, cases);
        }
        expect_costs(company, {{"why I", few, "accounts('{account}')/why", 100},
                               {"why I", granted, "opportunities('{opportunity}')/why", 100}});
    });
}

// A count reads what it counts, and no more.
STORE_TEST(PlansOfAudit, who_could_be_addressed_is_counted_by_what_is_rare_about_them) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string question = R"({"filter":"life_cycle eq 'former'","group_by":"kind"})";
        for (const Seer seer : {everything, manager}) {
            const auto ask = [&] {
                return company.post(seer, "/api/v1/accounts/target", question);
            };
            ask();  // shares are counted
            const std::vector<Plan> plans = ask();
            const std::string what = std::string(name_of(seer)) + ": " + question;
            expect_cost(plans, company.dialect(), 200, what);
            EXPECT_GT(cost_of(plans, "account"), 0) << what;
        }
    });
}

}  // namespace
}  // namespace clientela::plans
