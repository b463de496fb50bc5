// SPDX-License-Identifier: Apache-2.0
// Short questions that are asked all day: who is this, is the value free, is there a job, what
// waits for me; and the one long reading of an import.
#include <gtest/gtest.h>

#include "access/session.h"
#include "access/token.h"
#include "importer/key_index.h"
#include "job/job_table.h"
#include "record/related.h"
#include "tests/plans/plan_cases.h"

namespace clientela::plans {
namespace {

using enum Seer;

const Instant kNow{1'800'000'000'000};

void expect_read(const char* table, const std::string& ways, const char* what, db::Dialect dialect,
                 const std::function<Result<void>(db::Transaction&)>& work) {
    on_both_statistics(dialect, [&](SkewedCompany& company) {
        expect_ways(company.run(work), table, ways, what);
    });
}

STORE_TEST(PlansOfLookUps, a_session_is_found_by_its_hash) {
    expect_read("session", "key", "session", dialect(), [](db::Transaction& tx) -> Result<void> {
        TRY(access::find_session(tx, "h1", Instant{}));  // all are alive
        return {};
    });
}

STORE_TEST(PlansOfLookUps, a_token_is_found_by_its_hash) {
    expect_read("token", "ix_token_token_hash", "token", dialect(),
                [](db::Transaction& tx) -> Result<void> {
                    TRY(access::find_token(tx, "h1", kNow));
                    return {};
                });
}

STORE_TEST(PlansOfLookUps, who_holds_a_unique_value_is_found_by_the_value) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const schema::Object& object = company.schema().get("opportunities");
        const auto holder = [&](record::Context& context) -> Result<void> {
            TRY(record::find_by_key(context, object, object.field("number"),
                                    std::string("n-100000")));
            return {};
        };
        expect_ways(company.run(everything, holder), "claim", "key", "unique value");
    });
}

// The write of somebody who takes a number that another one has is refused.
STORE_TEST(PlansOfLookUps, saving_asks_for_unique_values_by_key) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::vector<Plan> plans =
            company.post(everything, "/api/v1/opportunities",
                         R"({"name":"x","account_id":"{account}","number":"n-100000"})");
        ASSERT_FALSE(plans.empty());
        std::set<std::string> ways;
        for (const Plan& plan : plans) {
            if (plan.statement.starts_with("select")) ways.merge(plan.ways("claim"));
        }
        EXPECT_EQ(ways, std::set<std::string>{"key"});
    });
}

STORE_TEST(PlansOfLookUps, the_next_job_is_found_among_those_that_are_not_over) {
    expect_read("job", "ix_job_state key", "next job", dialect(),
                [](db::Transaction& tx) -> Result<void> {
                    TRY(job::to_be_done(tx, "here"));
                    return {};
                });
}

STORE_TEST(PlansOfLookUps, jobs_are_listed_by_number_and_told_by_their_last_move) {
    const auto newest = [](db::Transaction& tx) -> Result<void> {
        TRY(job::newest(tx, {}));
        return {};
    };
    expect_read("job", "key", "newest jobs", dialect(), newest);
    expect_read("job", "ix_job_updated_at key", "jobs that moved", dialect(),
                [](db::Transaction& tx) -> Result<void> {
                    TRY(job::moved_since(tx, kNow, 100));
                    return {};
                });
}

STORE_TEST(PlansOfLookUps, notices_are_those_of_one_person_newest_first) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const std::string newest = "notifications?$orderby=happened_at desc";
        const std::string unread =
            "notifications?$filter=read_at eq null&$orderby=happened_at desc";
        const char* const own = "ix_notification_owner_id_happened_at_id key";
        for (const std::string& target : {newest, unread}) {
            expect_first_pages(company, {{"notices", few, target, "notification", own},
                                         {"notices", half, target, "notification",
                                          "ix_notification_happened_at_id key"}});
        }
    });
}

// Once per import, so that its rows cost no questions: all that the importer may see.
STORE_TEST(PlansOfLookUps, an_import_reads_the_keys_of_all_that_the_viewer_may_see) {
    on_both_statistics(dialect(), [](SkewedCompany& company) {
        const schema::Object& object = company.schema().get("accounts");
        const auto load = [&](record::Context& context) -> Result<void> {
            TRY(importer::load_key_index(context, object, {&object.field("number")}, {}));
            return {};
        };
        expect_ways(company.run(everything, load), "account", "all", "keys of an import");
    });
}

}  // namespace
}  // namespace clientela::plans
