// SPDX-License-Identifier: Apache-2.0
#include "job/runner.h"

#include <filesystem>
#include <fstream>

#include "job/job_json.h"
#include "record/save.h"
#include "tests/job_bench.h"

namespace clientela::job {
namespace {

using namespace std::chrono_literals;

constexpr const char* kAll = R"({"*":{"read":"all","create":"all","update":"all","remove":"all"}})";

// Creates the accounts "1" to "12"; every fifth row fails, for its name is empty.
class Counting final : public Worker {
public:
    Result<Step> write(record::Context& context, const Job& job, int size) override {
        const schema::Object& accounts = context.schema.get("accounts");
        std::int64_t next = job.place == "{}" ? 1 : std::stoll(job.place);
        Step step;
        for (int i = 0; i < size && next <= 12; ++i, ++next) {
            record::Draft draft;
            draft.set(accounts.field("name"), next % 5 == 0 ? "" : std::to_string(next));
            const auto saved = record::save_batch(context, accounts, {&draft, 1});
            ++step.counts.rows;
            if (saved[0].ok()) {
                ++step.counts.created;
                continue;
            }
            ++step.counts.failed;
            const Error& error = saved[0].error();
            Failure failure;
            failure.row = next;
            failure.object_id = accounts.id;
            failure.code = "not_saved";
            failure.message = error.message;
            if (!error.fields.empty()) {
                failure.field = error.fields.front().field;
                failure.code = error.fields.front().code;
                failure.message = error.fields.front().message;
            }
            step.failures.push_back(std::move(failure));
        }
        step.place = std::to_string(next);
        step.total = 12;
        step.finished = next > 12;
        return step;
    }
};

void add_counting(Kinds& kinds) {
    Kind kind;
    kind.name = "counting";
    kind.batch_least = 2;
    kind.batch_first = 2;
    kind.batch_most = 2;
    kind.begin = [](api::Application&, const Job&) -> Result<std::unique_ptr<Worker>> {
        return std::unique_ptr<Worker>(std::make_unique<Counting>());
    };
    kinds.add(std::move(kind));
}

class Running : public JobBench {
public:
    explicit Running(db::Store& store) : JobBench(store) {
        add_kinds = add_counting;
        crash();
    }
    Id start(Id by = {}) {
        Order order;
        order.kind = "counting";
        order.title = Message{"job.csv.value", {}};
        order.object = "accounts";
        order.undoable = true;
        return submit(order, by);
    }
};

STORE_TEST(Jobs, receipt_adds_up_and_names_the_failed_rows) {
    Running jobs(fresh_store());
    const Id id = jobs.start();
    EXPECT_EQ(jobs.summary(id), "waiting 0=0+0+0+0+0");
    jobs.runner->run_all();
    EXPECT_EQ(jobs.summary(id), "done 12=10+0+0+0+2");
    const auto failures = jobs.failures(id);
    ASSERT_EQ(failures.size(), 2U);
    EXPECT_EQ(failures[0].row, 5);
    EXPECT_EQ(failures[1].field + ":" + failures[1].code, "name:required");
    EXPECT_EQ(jobs.find(id).done, 12);
}

STORE_TEST(Jobs, tells_its_end_once_and_ends_as_it_did_when_telling_fails) {
    Running jobs(fresh_store());
    std::vector<std::string> told;
    jobs.options.tell_end = [&](db::Transaction&, const Job& job) -> Result<void> {
        told.push_back(std::string(name_of(job.state)) + " " + std::to_string(job.counts.rows));
        return make_error(ErrorCode::invalid, "error.body");
    };
    jobs.crash();
    const Id id = jobs.start();
    jobs.runner->run_all();
    EXPECT_EQ(told, std::vector<std::string>{"done 12"});
    EXPECT_EQ(jobs.summary(id), "done 12=10+0+0+0+2");
}

STORE_TEST(Jobs, goes_on_after_a_crash_without_repeating_or_losing_a_row) {
    Running jobs(fresh_store());
    const Id id = jobs.start();
    for (int batches = 1; batches <= 3; ++batches) {
        EXPECT_TRUE(jobs.runner->run_once());
        jobs.crash();
        jobs.leases_end_in(-1s);
    }
    EXPECT_EQ(jobs.summary(id), "running 6=5+0+0+0+1");
    jobs.runner->run_all();
    EXPECT_EQ(jobs.summary(id), "done 12=10+0+0+0+2");
    EXPECT_EQ(jobs.bench.count("accounts", ""), 10);
}

STORE_TEST(Jobs, pauses_resumes_and_cancels_between_batches) {
    Running jobs(fresh_store());
    const Id id = jobs.start();
    EXPECT_TRUE(jobs.runner->run_once());
    ASSERT_OK(jobs.runner->pause(id));
    EXPECT_FALSE(jobs.runner->run_once());
    EXPECT_EQ(jobs.summary(id), "paused 2=2+0+0+0+0");
    EXPECT_EQ(faults(jobs.runner->pause(id)), "job.cannot_pause");
    ASSERT_OK(jobs.runner->resume(id));
    EXPECT_TRUE(jobs.runner->run_once());
    ASSERT_OK(jobs.runner->cancel(id));
    EXPECT_FALSE(jobs.runner->run_once());
    EXPECT_EQ(jobs.summary(id), "cancelled 4=4+0+0+0+0");
    EXPECT_EQ(faults(jobs.runner->resume(id)), "job.cannot_resume");
}

STORE_TEST(Jobs, of_a_disabled_person_stop_and_say_why) {
    Running jobs(fresh_store());
    const Id person = jobs.person("Ana", kAll);
    const Id id = jobs.start(person);
    EXPECT_TRUE(jobs.runner->run_once());
    EXPECT_OK(jobs.bench.with([&](record::Context& context) -> Result<void> {
        TRY(context.tx.execute({"update " + schema::quoted("user") + " set active = ? where id = ?",
                                {false, person.value}}));
        return {};
    }));
    jobs.runner->run_all();
    EXPECT_EQ(jobs.summary(id), "failed 2=2+0+0+0+0 job.person_gone");
}

STORE_TEST(Jobs, work_with_the_rights_of_each_step) {
    Running jobs(fresh_store());
    const Id person = jobs.person("Ana", kAll);
    const Id role = std::get<Id>(jobs.bench.get("users", person).at("role_id"));
    const Id id = jobs.start(person);
    EXPECT_TRUE(jobs.runner->run_once());
    EXPECT_OK(jobs.bench.update("roles", role, R"({"rights":{"accounts":{"read":"all"}}})"));
    jobs.runner->run_all();
    EXPECT_EQ(jobs.bench.count("accounts", ""), 2);
    EXPECT_EQ(jobs.find(id).counts.created, 2);
}

STORE_TEST(Jobs, undo_takes_back_what_nobody_has_touched_since) {
    Running jobs(fresh_store());
    const std::string before = jobs.content();
    const Id id = jobs.start();
    jobs.runner->run_all();
    EXPECT_EQ(faults(jobs.runner->undo(id, {})), "ok");
    EXPECT_EQ(faults(jobs.runner->undo(id, {})), "job.undone_already");
    jobs.runner->run_all();
    EXPECT_EQ(jobs.content(), before);
    const Id undo = jobs.find(id).undone_by;
    EXPECT_EQ(jobs.summary(undo), "done 10=0+10+0+0+0");
    ASSERT_OK(jobs.runner->undo(undo, {}));  // and back again
    jobs.runner->run_all();
    EXPECT_EQ(jobs.bench.count("accounts", ""), 10);
}

STORE_TEST(Jobs, undone_and_done_again_are_called_so) {
    Running jobs(fresh_store());
    Id last = jobs.start();
    jobs.runner->run_all();
    for (const char* called : {"Deshacer: Valor", "Rehacer: Valor", "Deshacer: Valor"}) {
        const auto undo = jobs.runner->undo(last, {});
        ASSERT_OK(undo);
        jobs.runner->run_all();
        last = undo->id;
        const Job job = jobs.find(last);
        EXPECT_EQ(title_of(*jobs.bench.schema, job, Language::es), called);
    }
}

STORE_TEST(Jobs, that_changed_nothing_are_not_offered_to_be_undone) {
    Running jobs(fresh_store());
    const Id id = jobs.start();
    ASSERT_OK(jobs.runner->cancel(id));
    EXPECT_FALSE(jobs.find(id).may_be_undone());
    EXPECT_EQ(faults(jobs.runner->undo(id, {})), "job.not_undoable");
}

STORE_TEST(Jobs, undo_leaves_records_that_somebody_changed_since) {
    Running jobs(fresh_store());
    const Id id = jobs.start();
    jobs.runner->run_all();
    const Id touched = jobs.bench.list("accounts", "name eq '7'").at(0).id();
    EXPECT_OK(jobs.bench.update("accounts", touched, R"({"description":"mine"})"));
    const Id built_on = jobs.bench.list("accounts", "name eq '8'").at(0).id();
    jobs.bench.create("contact_points", R"({"account_id":")" + to_string(built_on) +
                                            R"(","kind":"email","value":"a@b.es"})");
    ASSERT_OK(jobs.runner->undo(id, {}));
    jobs.runner->run_all();
    const Id undo = jobs.find(id).undone_by;
    EXPECT_EQ(jobs.summary(undo), "done 10=0+8+0+2+0");
    EXPECT_EQ(jobs.failures(undo).at(0).code, "has_more_since");
    EXPECT_EQ(jobs.failures(undo).at(1).code, "changed_since");
    EXPECT_EQ(jobs.bench.count("accounts", ""), 2);
}

// PostgreSQL takes two servers at once; on SQLite a store has one process.
POSTGRES_TEST(Jobs, two_servers_do_not_work_on_the_same_job) {
    Running jobs(fresh_store());
    const Id id = jobs.start();
    EXPECT_TRUE(jobs.runner->run_once());
    Runner other(*jobs.application, jobs.options);
    add_counting(other.kinds());
    EXPECT_FALSE(other.run_once());
    jobs.bench.clock.advance_ms(31'000);  // of one server; that of the store says when leases end
    EXPECT_FALSE(other.run_once());
    jobs.leases_end_in(-1s);
    EXPECT_TRUE(other.run_once());
    EXPECT_FALSE(jobs.runner->run_once());
    other.run_all();
    EXPECT_EQ(jobs.summary(id), "done 12=10+0+0+0+2");
    EXPECT_EQ(jobs.bench.count("accounts", ""), 10);
}

POSTGRES_TEST(Jobs, of_a_server_that_died_while_the_clock_was_ahead_go_on_when_it_is_right) {
    Running jobs(fresh_store());
    const Id id = jobs.start();
    EXPECT_TRUE(jobs.runner->run_once());
    jobs.crash();
    jobs.leases_end_in(100s);
    EXPECT_FALSE(jobs.runner->run_once());  // it may be of a living one
    jobs.leases_end_in(24h);
    jobs.runner->run_all();
    EXPECT_EQ(jobs.summary(id), "done 12=10+0+0+0+2");
}

STORE_TEST(Jobs, of_several_people_take_turns) {
    Running jobs(fresh_store());
    const Id first = jobs.start();
    const Id second = jobs.start();
    for (int batch = 0; batch < 4; ++batch)
        EXPECT_TRUE(jobs.runner->run_once());
    EXPECT_EQ(jobs.find(first).done, 4);
    EXPECT_EQ(jobs.find(second).done, 4);
}

STORE_TEST(Jobs, are_taken_by_one_undo_at_a_time) {
    Running jobs(fresh_store());
    const Id id = jobs.start();
    const auto take = [&](Id undo, Id earlier) {
        bool taken = false;
        EXPECT_OK(jobs.bench.with([&](record::Context& context) -> Result<void> {
            taken = TRY(set_undone_by(context.tx, id, undo, earlier));
            return {};
        }));
        return taken;
    };
    EXPECT_TRUE(take(Id{101}, {}));
    EXPECT_FALSE(take(Id{102}, {}));  // who read the job before the first had taken it
    EXPECT_TRUE(take(Id{103}, Id{101}));
    EXPECT_FALSE(take(Id{104}, Id{101}));
    EXPECT_EQ(jobs.find(id).undone_by, Id{103});
}

STORE_TEST(Jobs, are_not_waited_for_once_the_server_is_about_to_stop) {
    Running jobs(fresh_store());
    const Id id = jobs.start();
    jobs.runner->stop_waiting();
    const auto left = jobs.runner->wait(id);
    ASSERT_OK(left);
    EXPECT_EQ(left->state, State::waiting);
    EXPECT_EQ(jobs.summary(id), "waiting 0=0+0+0+0+0");
}

// Cannot be reached so many times in a row before each of its two steps.
class Shy final : public Worker {
public:
    Shy(int& refusals, int each, const char* why) : refusals_(refusals), each_(each), why_(why) {}
    bool reads() const override { return true; }
    Result<void> read(record::Context&, const Job&, int) override {
        if (refusals_++ % (each_ + 1) < each_) return make_error(ErrorCode::unavailable, why_);
        return {};
    }
    Result<Step> write(record::Context&, const Job& job, int) override {
        Step step;
        step.done = job.done + 1;
        step.finished = step.done == 2;
        return step;
    }

private:
    int& refusals_;
    int each_;
    const char* why_;
};

std::string end_of_shy(db::Store& store, int refusals_each, const char* why = "db.unavailable") {
    JobBench jobs(store);
    int refusals = 0;
    jobs.add_kinds = [&](Kinds& kinds) {
        Kind kind;
        kind.name = "shy";
        kind.begin = [&refusals, refusals_each, why](
                         api::Application&, const Job&) -> Result<std::unique_ptr<Worker>> {
            return std::unique_ptr<Worker>(std::make_unique<Shy>(refusals, refusals_each, why));
        };
        kinds.add(std::move(kind));
    };
    jobs.options.retry = std::chrono::milliseconds(0);
    jobs.options.tries_most = 5;
    jobs.crash();
    Order order;
    order.kind = "shy";
    const Id id = jobs.submit(order);
    jobs.runner->run_all();
    return jobs.summary(id);
}

STORE_TEST(Jobs, that_come_to_no_step_end_after_some_tries_and_say_so) {
    EXPECT_EQ(end_of_shy(fresh_store(), 4), "done 0=0+0+0+0+0");
    EXPECT_EQ(end_of_shy(fresh_store(), 5), "failed 0=0+0+0+0+0 job.gave_up");
}

STORE_TEST(Jobs, wait_for_room_on_the_disk_as_long_as_it_takes) {
    EXPECT_EQ(end_of_shy(fresh_store(), 50, "db.storage_full"), "done 0=0+0+0+0+0");
    EXPECT_EQ(end_of_shy(fresh_store(), 50, "db.storage_read_only"), "done 0=0+0+0+0+0");
}

STORE_TEST(Jobs, that_wait_for_room_let_others_of_their_kind_pass) {
    JobBench jobs(fresh_store());
    Id waiting;
    int refusals = 0;
    jobs.add_kinds = [&](Kinds& kinds) {
        Kind kind;
        kind.name = "shy";
        kind.at_once = 1;
        kind.begin = [&](api::Application&, const Job& job) -> Result<std::unique_ptr<Worker>> {
            const int each = job.id == waiting ? 1 : 0;
            return std::unique_ptr<Worker>(
                std::make_unique<Shy>(refusals, each, "db.storage_full"));
        };
        kinds.add(std::move(kind));
    };
    jobs.options.retry = std::chrono::hours(1);
    jobs.crash();
    Order order;
    order.kind = "shy";
    waiting = jobs.submit(order);
    const Id other = jobs.submit(order);
    jobs.runner->run_all();
    EXPECT_EQ(jobs.summary(waiting), "running 0=0+0+0+0+0");
    EXPECT_EQ(jobs.summary(other), "done 0=0+0+0+0+0");
}

// Is cancelled by somebody else while it works, and fails at the same work.
class Crossed final : public Worker {
public:
    explicit Crossed(JobBench& jobs) : jobs_(jobs) {}
    Result<void> outside(const Job& job) override {
        TRY(jobs_.runner->cancel(job.id));
        return make_error(ErrorCode::invalid, "error.body");
    }
    Result<Step> write(record::Context&, const Job&, int) override { return Step{}; }

private:
    JobBench& jobs_;
};

STORE_TEST(Jobs, that_are_cancelled_while_they_fail_are_cleared_away_all_the_same) {
    JobBench jobs(fresh_store());
    std::vector<State> ended;
    jobs.add_kinds = [&](Kinds& kinds) {
        Kind kind;
        kind.name = "crossed";
        kind.begin = [&](api::Application&, const Job&) -> Result<std::unique_ptr<Worker>> {
            return std::unique_ptr<Worker>(std::make_unique<Crossed>(jobs));
        };
        kind.ended = [&](const Job& job) { ended.push_back(job.state); };
        kinds.add(std::move(kind));
    };
    jobs.crash();
    Order order;
    order.kind = "crossed";
    const Id id = jobs.submit(order);
    jobs.runner->run_all();
    EXPECT_EQ(jobs.summary(id), "cancelled 0=0+0+0+0+0");
    EXPECT_EQ(ended, std::vector<State>{State::cancelled});
}

STORE_TEST(JobFiles, lie_where_only_the_owner_of_the_process_looks) {
    namespace fs = std::filesystem;
    Running jobs(fresh_store());
    const fs::path place = fs::path(jobs.options.directory).parent_path();
    const fs::path own = place / "own";
    fs::create_directories(own);
    fs::permissions(own, fs::perms::all);
    jobs.options.directory = own.string();
    jobs.crash();
    EXPECT_OK(jobs.runner->path_for(Id{1}, ".csv"));
    EXPECT_EQ(fs::status(own).permissions(), fs::perms::owner_all);

    const fs::path link = place / "link";
    fs::remove(link);
    fs::create_directory_symlink(own, link);
    jobs.options.directory = link.string();
    jobs.crash();
    EXPECT_EQ(faults(jobs.runner->path_for(Id{1}, ".csv")), "job.no_directory");
}

STORE_TEST(JobFiles, and_rows_of_jobs_that_are_over_go_when_they_are_old) {
    namespace fs = std::filesystem;
    Running jobs(fresh_store());
    jobs.options.directory = (fs::path(jobs.options.directory).parent_path() / "old").string();
    fs::remove_all(jobs.options.directory);
    jobs.crash();
    const Id over = jobs.start();
    jobs.runner->run_all();
    const Id waiting = jobs.start();
    const auto file = [&](const std::string& name, bool old) {
        const fs::path path = fs::path(jobs.options.directory) / name;
        std::ofstream(path) << "x";
        if (old) fs::last_write_time(path, fs::last_write_time(path) - std::chrono::hours(48));
        return path;
    };
    EXPECT_OK(jobs.runner->path_for(over, ".csv"));
    const fs::path done = file(to_string(over) + ".csv", true);
    const fs::path young = file(to_string(over) + ".json", false);
    const fs::path open = file(to_string(waiting) + ".csv", true);
    const fs::path foreign = file("letter.txt", true);
    EXPECT_OK(jobs.bench.with([&](record::Context& context) -> Result<void> {
        TRY(put_items(context.tx, over, {{0, "1 "}}));
        return put_items(context.tx, waiting, {{0, "1 "}});
    }));
    EXPECT_OK(jobs.runner->keep_house());
    EXPECT_FALSE(fs::exists(done));
    EXPECT_TRUE(fs::exists(young) && fs::exists(open) && fs::exists(foreign));
    EXPECT_EQ(jobs.failures(over).size(), 2U);
    EXPECT_OK(jobs.bench.with([&](record::Context& context) -> Result<void> {
        EXPECT_TRUE(TRY(items(context.tx, over, 0, 10)).empty());
        EXPECT_EQ(TRY(items(context.tx, waiting, 0, 10)).size(), 1U);
        return {};
    }));
    jobs.bench.clock.advance_ms(91LL * 24 * 3'600'000);
    EXPECT_OK(jobs.runner->keep_house());
    EXPECT_EQ(jobs.failures(over).size(), 0U);
}

}  // namespace
}  // namespace clientela::job
