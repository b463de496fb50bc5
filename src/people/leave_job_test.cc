// SPDX-License-Identifier: Apache-2.0
// The hand-over as a job: paused, stopped, broken off and gone on with, it gives each record once;
// undone, it gives them back to whoever can still look after them.
#include "people/leave_job.h"

#include "people/people_sql.h"
#include "tests/job_bench.h"

namespace clientela::people {
namespace {

using namespace std::chrono_literals;

constexpr const char* kNoRights = "{}";

class HandoverJob : public JobBench {
public:
    explicit HandoverJob(db::Store& store) : JobBench(store) {
        add_kinds = [](job::Kinds& kinds) { kinds.add(handover_kind()); };
        crash();
        admin = person("Ada", kNoRights, true);
        leaver = person("Lola", kNoRights);
        heir = person("Hugo", kNoRights);
    }

    Id account(const std::string& name, Id owner, const std::string& more = "") {
        return bench.create("accounts", R"({"name":")" + name + R"(","owner_id":")" +
                                            to_string(owner) + R"(")" + more + "}");
    }
    std::vector<Id> accounts(int count) {
        std::vector<Id> made;
        for (int i = 0; i < count; ++i)
            made.push_back(account("A" + std::to_string(i), leaver));
        return made;
    }
    Id start(bool close_too = false) {
        std::int64_t count = 0;
        const Handover handover{leaver, heir, false, {}, close_too};
        EXPECT_OK(bench.with([&](record::Context& context) -> Result<void> {
            TRY(check_handover(context, handover));
            count = TRY(count_handover(context, handover));
            return {};
        }));
        return submit(order_of(handover, count), admin);
    }
    std::string run(Id id) {
        runner->run_all();
        return summary(id);
    }
    Id undo_job(Id id, Id by) {
        const auto made = runner->undo(id, by);
        EXPECT_OK(made);
        return made.ok() ? made->id : Id{};
    }
    std::int64_t owned_by(Id user) {
        std::int64_t owned = 0;
        EXPECT_OK(bench.with([&](record::Context& context) -> Result<void> {
            owned = TRY(count_owned(context.tx, context.schema, user));
            return {};
        }));
        return owned;
    }
    Value owner_of(Id account) { return bench.get("accounts", account).at("owner_id"); }
    void close(Id user) { EXPECT_OK(bench.update("users", user, R"({"active":false})")); }

    Id admin;
    Id leaver;
    Id heir;
};

STORE_TEST(HandoverJob, gives_everything_of_every_object_and_takes_it_back) {
    HandoverJob jobs(fresh_store());
    jobs.accounts(120);
    const Id of_heir = jobs.account("Of the heir", jobs.heir);
    const Id binned = jobs.account("In the bin", jobs.leaver);
    ASSERT_OK(jobs.bench.remove("accounts", binned));
    jobs.bench.create("contacts",
                      R"({"last_name":"Ruiz","owner_id":")" + to_string(jobs.leaver) + R"("})");
    const std::string before = jobs.content();
    const Id id = jobs.start();
    EXPECT_EQ(jobs.find(id).total, 122);
    EXPECT_EQ(jobs.run(id), "done 122=0+122+0+0+0");
    EXPECT_EQ(jobs.find(id).done, 122);
    EXPECT_EQ(jobs.owned_by(jobs.leaver), 0);
    EXPECT_EQ(jobs.owned_by(jobs.heir), 122);

    const Id undo = jobs.undo_job(id, jobs.admin);
    EXPECT_EQ(jobs.run(undo), "done 122=0+122+0+0+0");
    EXPECT_EQ(jobs.owner_of(of_heir), Value{jobs.heir});
    EXPECT_EQ(jobs.content(), before);
}

STORE_TEST(HandoverJob, gives_nothing_to_an_account_that_was_closed_meanwhile) {
    HandoverJob jobs(fresh_store());
    jobs.accounts(3);
    const Id id = jobs.start();
    jobs.close(jobs.heir);
    jobs.runner->run_all();
    EXPECT_EQ(jobs.find(id).state, job::State::failed);
    EXPECT_EQ(jobs.owned_by(jobs.leaver), 3);
}

STORE_TEST(HandoverJob, goes_on_after_a_crash_at_any_batch_and_gives_each_record_once) {
    HandoverJob jobs(fresh_store());
    jobs.accounts(700);
    const Id id = jobs.start();
    EXPECT_TRUE(jobs.runner->run_once());
    const std::int64_t first = jobs.find(id).counts.updated;
    EXPECT_GT(first, 0);
    EXPECT_LT(first, 700);
    EXPECT_EQ(jobs.owned_by(jobs.heir), first);  // the place and the records moved together
    for (int crashes = 0; crashes < 6; ++crashes) {
        jobs.crash();
        jobs.leases_end_in(-1s);
        jobs.runner->run_once();
    }
    EXPECT_EQ(jobs.run(id), "done 700=0+700+0+0+0");
    EXPECT_EQ(jobs.owned_by(jobs.heir), 700);
    const Id undo = jobs.undo_job(id, jobs.admin);
    jobs.runner->run_once();
    jobs.crash();
    jobs.leases_end_in(-1s);
    EXPECT_EQ(jobs.run(undo), "done 700=0+700+0+0+0");
    EXPECT_EQ(jobs.owned_by(jobs.leaver), 700);
}

STORE_TEST(HandoverJob, paused_it_rests_and_cancelled_it_is_undone_as_far_as_it_came) {
    HandoverJob jobs(fresh_store());
    jobs.accounts(300);
    const Id id = jobs.start();
    EXPECT_TRUE(jobs.runner->run_once());
    ASSERT_OK(jobs.runner->pause(id));
    const std::int64_t given = jobs.owned_by(jobs.heir);
    jobs.runner->run_all();
    EXPECT_EQ(jobs.owned_by(jobs.heir), given);
    ASSERT_OK(jobs.runner->resume(id));
    EXPECT_TRUE(jobs.runner->run_once());
    EXPECT_GT(jobs.owned_by(jobs.heir), given);
    ASSERT_OK(jobs.runner->cancel(id));
    jobs.runner->run_all();
    EXPECT_GT(jobs.owned_by(jobs.leaver), 0);
    EXPECT_EQ(jobs.run(jobs.undo_job(id, jobs.admin)).substr(0, 4), "done");
    EXPECT_EQ(jobs.owned_by(jobs.leaver), 300);
}

STORE_TEST(HandoverJob, gives_nothing_back_to_somebody_whose_account_is_closed) {
    HandoverJob jobs(fresh_store());
    const std::vector<Id> accounts = jobs.accounts(3);
    const Id id = jobs.start();
    EXPECT_EQ(jobs.run(id), "done 3=0+3+0+0+0");
    jobs.close(jobs.leaver);
    const Id undo = jobs.undo_job(id, jobs.admin);
    EXPECT_EQ(jobs.run(undo), "done 3=0+0+0+3+0");
    ASSERT_EQ(jobs.failures(undo).size(), 3U);
    EXPECT_EQ(jobs.failures(undo).front().code, "former_owner_not_active");
    for (const Id account : accounts)
        EXPECT_EQ(jobs.owner_of(account), Value{jobs.heir});
}

STORE_TEST(HandoverJob, gives_back_no_record_that_went_on_to_a_third_person) {
    HandoverJob jobs(fresh_store());
    const std::vector<Id> accounts = jobs.accounts(2);
    const Id third = jobs.person("Tere", kNoRights);
    const Id id = jobs.start();
    jobs.run(id);
    ASSERT_OK(jobs.bench.update("accounts", accounts.front(),
                                R"({"owner_id":")" + to_string(third) + R"("})"));
    const Id undo = jobs.undo_job(id, jobs.admin);
    EXPECT_EQ(jobs.run(undo), "done 2=0+1+0+1+0");
    EXPECT_EQ(jobs.failures(undo).front().code, "changed_since");
    EXPECT_EQ(jobs.owner_of(accounts.front()), Value{third});
    EXPECT_EQ(jobs.owner_of(accounts.back()), Value{jobs.leaver});
}

STORE_TEST(HandoverJob, stops_and_stays_where_an_administrator_is_one_no_more) {
    HandoverJob jobs(fresh_store());
    jobs.accounts(120);
    const Id id = jobs.start();
    EXPECT_TRUE(jobs.runner->run_once());
    const Id role = std::get<Id>(jobs.bench.get("users", jobs.admin).at("role_id"));
    ASSERT_OK(jobs.bench.update("roles", role, R"({"administers":false})"));
    EXPECT_TRUE(jobs.run(id).ends_with("job.not_administrator"));
    const std::int64_t left = jobs.owned_by(jobs.leaver);
    const Id undo = jobs.undo_job(id, jobs.admin);
    EXPECT_EQ(jobs.run(undo), "failed 0=0+0+0+0+0 job.not_administrator");
    EXPECT_EQ(jobs.owned_by(jobs.leaver), left);
    ASSERT_OK(jobs.bench.update("roles", role, R"({"administers":true})"));
    EXPECT_EQ(jobs.run(jobs.undo_job(id, jobs.admin)).substr(0, 4), "done");
    EXPECT_EQ(jobs.owned_by(jobs.leaver), 120);
}

STORE_TEST(HandoverJob, says_of_each_record_why_it_could_not_be_given) {
    HandoverJob jobs(fresh_store());
    const std::vector<Id> accounts = jobs.accounts(3);
    jobs.bench.rules.add("accounts", [&](record::Context&, record::Proposal& account) {
        return account.at("name") == Value{std::string("A1")} ? field_error("name", "required")
                                                              : Result<void>{};
    });
    const Id id = jobs.start();
    EXPECT_EQ(jobs.run(id), "done 3=0+2+0+0+1");
    ASSERT_EQ(jobs.failures(id).size(), 1U);
    EXPECT_EQ(jobs.failures(id).front().record, accounts.at(1));
    EXPECT_EQ(jobs.failures(id).front().field, "name");
    EXPECT_EQ(jobs.failures(id).front().code, "required");
    EXPECT_EQ(jobs.owner_of(accounts.at(1)), Value{jobs.leaver});
}

STORE_TEST(HandoverJob, closes_the_account_with_its_last_batch_and_its_undo_opens_it_again) {
    HandoverJob jobs(fresh_store());
    jobs.accounts(120);
    const std::string before = jobs.content();
    const Id id = jobs.start(true);
    EXPECT_TRUE(jobs.runner->run_once());
    EXPECT_EQ(jobs.bench.get("users", jobs.leaver).at("active"), Value{true});
    EXPECT_EQ(jobs.run(id), "done 120=0+120+0+0+0");
    EXPECT_EQ(jobs.find(id).extra, (job::Extra{{"closed", 1}}));
    EXPECT_EQ(jobs.bench.get("users", jobs.leaver).at("active"), Value{false});
    const Id undo = jobs.undo_job(id, jobs.admin);
    EXPECT_EQ(jobs.run(undo), "done 121=0+121+0+0+0");
    EXPECT_EQ(jobs.content(), before);
    EXPECT_EQ(jobs.run(jobs.undo_job(undo, jobs.admin)), "done 121=0+121+0+0+0");
    EXPECT_EQ(jobs.owned_by(jobs.heir), 120);
    EXPECT_EQ(jobs.bench.get("users", jobs.leaver).at("active"), Value{false});
}

STORE_TEST(HandoverJob, leaves_the_account_open_where_a_record_stayed) {
    HandoverJob jobs(fresh_store());
    jobs.accounts(3);
    jobs.bench.rules.add("accounts", [&](record::Context&, record::Proposal& account) {
        return account.at("name") == Value{std::string("A1")} ? field_error("name", "required")
                                                              : Result<void>{};
    });
    const Id id = jobs.start(true);
    EXPECT_EQ(jobs.run(id), "done 3=0+2+0+0+1");
    EXPECT_EQ(jobs.bench.get("users", jobs.leaver).at("active"), Value{true});
    EXPECT_EQ(jobs.find(id).extra, job::Extra{});
}

STORE_TEST(HandoverJob, says_why_an_account_could_not_be_closed) {
    HandoverJob jobs(fresh_store());
    jobs.accounts(3);
    jobs.bench.rules.add("users", [&](record::Context&, record::Proposal& user) {
        return user.at("active") == Value{false} ? field_error("active", "last_administrator")
                                                 : Result<void>{};
    });
    const Id id = jobs.start(true);
    EXPECT_EQ(jobs.run(id), "done 4=0+3+0+0+1");
    ASSERT_EQ(jobs.failures(id).size(), 1U);
    EXPECT_EQ(jobs.failures(id).front().record, jobs.leaver);
    EXPECT_EQ(jobs.failures(id).front().code, "last_administrator");
    EXPECT_EQ(jobs.owned_by(jobs.heir), 3);
    EXPECT_EQ(jobs.bench.get("users", jobs.leaver).at("active"), Value{true});
}

STORE_TEST(HandoverJob, looks_once_more_for_what_came_to_the_leaver_behind_its_place) {
    HandoverJob jobs(fresh_store());
    const std::vector<Id> accounts = jobs.accounts(120);
    jobs.bench.rules.add("accounts", [&](record::Context&, record::Proposal& account) {
        return account.at("name") == Value{std::string("A119")} ? field_error("name", "required")
                                                                : Result<void>{};
    });
    const Id id = jobs.start();
    EXPECT_TRUE(jobs.runner->run_once());
    ASSERT_EQ(jobs.owner_of(accounts.front()), Value{jobs.heir});
    ASSERT_OK(jobs.bench.update("accounts", accounts.front(),
                                R"({"owner_id":")" + to_string(jobs.leaver) + R"("})"));
    EXPECT_EQ(jobs.run(id), "done 121=0+120+0+0+1");
    EXPECT_EQ(jobs.find(id).done, 121);
    EXPECT_EQ(jobs.find(id).total, 121);
    EXPECT_EQ(jobs.failures(id).size(), 1U);
    EXPECT_EQ(jobs.owned_by(jobs.leaver), 1);
}

}  // namespace
}  // namespace clientela::people
