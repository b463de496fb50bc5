// SPDX-License-Identifier: Apache-2.0
#include "bulk/bulk_job.h"

#include <random>

#include "record/save.h"
#include "tests/job_bench.h"

namespace clientela::bulk {
namespace {

using namespace std::chrono_literals;

constexpr const char* kAll = R"({"*":{"read":"all","create":"all","update":"all","remove":"all"}})";

class Bulk : public JobBench {
public:
    explicit Bulk(db::Store& store) : JobBench(store) {
        add_kinds = [](job::Kinds& kinds) { kinds.add(bulk_kind()); };
        crash();
    }
    Id start(const std::string& object, const std::string& body, Id by = {}) {
        const auto act = parse_act(bench.schema->get(object), body);
        EXPECT_OK(act);
        job::Order order;
        order.kind = "bulk";
        order.object = object;
        order.parameters = to_parameters(*act);
        order.undoable = true;
        return submit(order, by);
    }
    std::string act(const std::string& object, const std::string& body, Id by = {}) {
        last = start(object, body, by);
        runner->run_all();
        return summary(last);
    }
    std::string undo(Id by = {}) {
        const auto made = runner->undo(last, by);
        if (!made.ok()) return faults(made);
        runner->run_all();
        return summary(made->id);
    }
    std::string fails(const std::string& object, const std::string& body) {
        return faults(parse_act(bench.schema->get(object), body));
    }
    void accounts(int count) {
        for (int i = 0; i < count; ++i)
            bench.create("accounts", R"({"name":"A)" + std::to_string(i) + R"("})");
    }

    Id last;
};

TEST(PackedIds, come_back_as_they_were) {
    const std::vector<Id> ids{Id{1}, Id{2}, Id{35}, Id{1'000'000'000'000}, Id{INT64_MAX}};
    EXPECT_EQ(unpack_ids(pack_ids(ids, 0, ids.size())), ids);
    EXPECT_EQ(unpack_ids(pack_ids(ids, 2, 4)), (std::vector<Id>{Id{35}, Id{1'000'000'000'000}}));
}

STORE_TEST(BulkAct, edits_everything_that_the_filter_found_at_the_start) {
    Bulk bulk(fresh_store());
    bulk.accounts(1200);
    // The edit takes the records out of the filter that found them.
    EXPECT_EQ(bulk.act("accounts", R"({"action":"edit","filter":"description eq null",
                                       "values":{"description":"x"}})"),
              "done 1200=0+1200+0+0+0");
    EXPECT_EQ(bulk.bench.count("accounts", "description eq 'x'"), 1200);
}

STORE_TEST(BulkAct, goes_on_after_a_crash_at_any_batch) {
    Bulk bulk(fresh_store());
    bulk.accounts(700);
    const Id id = bulk.start("accounts", R"({"action":"edit","values":{"description":"x"}})");
    for (int crashes = 0; crashes < 6; ++crashes) {
        bulk.runner->run_once();
        bulk.crash();
        bulk.leases_end_in(-1s);
    }
    bulk.runner->run_all();
    EXPECT_EQ(bulk.summary(id), "done 700=0+700+0+0+0");
}

STORE_TEST(BulkAct, skips_what_is_locked_and_says_so) {
    Bulk bulk(fresh_store());
    const Id ana = bulk.person("Ana", R"({"accounts":{"read":"all","update":"own"}})");
    bulk.accounts(2);
    bulk.bench.create("accounts", R"({"name":"Mine","owner_id":")" + to_string(ana) + R"("})");
    EXPECT_EQ(bulk.act("accounts", R"({"action":"edit","values":{"description":"x"}})", ana),
              "done 3=0+1+0+2+0");
    EXPECT_EQ(bulk.failures(bulk.last).at(0).code, "locked");
}

STORE_TEST(BulkAct, is_taken_back_where_it_worked_in_the_name_of_somebody_away) {
    Bulk bulk(fresh_store());
    const char* rights = R"({"accounts":{"read":"own","update":"own"}})";
    const std::string away = to_string(bulk.person("Ana", rights));
    const Id stand_in = bulk.person("Eva", rights);
    bulk.bench.create("accounts", R"({"name":"Lent","owner_id":")" + away + R"("})");
    bulk.bench.create("delegations",
                      R"({"level":"update","starts_on":"2001-01-01","ends_on":"2999-01-01",)"
                      R"("owner_id":")" +
                          away + R"(","delegate_id":")" + to_string(stand_in) + R"("})");
    EXPECT_EQ(bulk.act("accounts", R"({"action":"edit","values":{"description":"x"}})", stand_in),
              "done 1=0+1+0+0+0");
    EXPECT_EQ(bulk.bench.count("accounts", "description eq 'x'"), 1);
    EXPECT_EQ(bulk.undo(), "done 1=0+1+0+0+0");
    EXPECT_EQ(bulk.bench.count("accounts", "description eq null"), 1);
}

// Taken back, done again, and taken back once more only after a further act had come and gone: all
// that leaves no trace for whoever takes back what was before.
STORE_TEST(BulkAct, is_taken_back_beneath_pairs_that_interlock) {
    Bulk bulk(fresh_store());
    bulk.accounts(2);
    const auto edit = [&](const std::string& text) {
        EXPECT_EQ(
            bulk.act("accounts", R"({"action":"edit","values":{"description":")" + text + R"("}})"),
            "done 2=0+2+0+0+0");
        return bulk.last;
    };
    const auto take_back = [&](Id job) {
        bulk.last = job;
        EXPECT_EQ(bulk.undo(), "done 2=0+2+0+0+0");
        return bulk.find(job).undone_by;
    };
    const Id first = edit("one");
    const Id again = take_back(take_back(edit("two")));
    take_back(edit("three"));
    EXPECT_EQ(bulk.bench.count("accounts", "description eq 'two'"), 2);
    take_back(again);
    EXPECT_EQ(bulk.bench.count("accounts", "description eq 'one'"), 2);
    take_back(first);
    EXPECT_EQ(bulk.bench.count("accounts", "description eq null"), 2);
}

STORE_TEST(BulkAct, counts_what_fails_by_field) {
    Bulk bulk(fresh_store());
    bulk.accounts(3);
    EXPECT_EQ(bulk.act("accounts", R"({"action":"edit","values":{"name":""}})"),
              "done 3=0+0+0+0+3");
    EXPECT_EQ(bulk.failures(bulk.last).at(0).field, "name");
    EXPECT_EQ(bulk.failures(bulk.last).at(0).code, "required");
}

STORE_TEST(BulkAct, stops_when_the_number_is_not_the_confirmed_one) {
    Bulk bulk(fresh_store());
    bulk.accounts(3);
    EXPECT_EQ(bulk.act("accounts", R"({"action":"delete","expected_count":2})"),
              "failed 0=0+0+0+0+0 bulk.count_changed");
    EXPECT_EQ(bulk.bench.count("accounts", ""), 3);
}

STORE_TEST(BulkAct, words_that_are_wrong_are_named) {
    Bulk bulk(fresh_store());
    EXPECT_EQ(bulk.fails("accounts", R"({"values":{}})"), "action:required");
    EXPECT_EQ(bulk.fails("accounts", R"({"action":"burn"})"), "action:unknown_option");
    EXPECT_EQ(bulk.fails("accounts", R"({"action":"edit"})"), "values:required");
    EXPECT_EQ(bulk.fails("accounts", R"({"action":"assign","values":{"name":"x"}})"),
              "name:not_assignable");
    EXPECT_EQ(bulk.fails("accounts", R"({"action":"classify","values":{"name":[]}})"),
              "name:not_a_link_set");
    EXPECT_EQ(bulk.fails("accounts", R"({"action":"delete","bin":true})"), "bin:bin_restores_only");
}

STORE_TEST(BulkAct, deleted_records_come_back_with_what_belonged_to_them) {
    Bulk bulk(fresh_store());
    bulk.accounts(2);
    const Id first = bulk.bench.list("accounts", "name eq 'A0'").at(0).id();
    bulk.bench.create("contact_points", R"({"account_id":")" + to_string(first) +
                                            R"(","kind":"email","value":"a@b.es"})");
    const std::string before = bulk.content();
    EXPECT_EQ(bulk.act("accounts", R"({"action":"delete"})"), "done 2=0+2+0+0+0");
    EXPECT_EQ(bulk.bench.count("contact_points", ""), 0);
    EXPECT_EQ(bulk.undo(), "done 3=0+3+0+0+0");
    EXPECT_EQ(bulk.content(), before);
}

STORE_TEST(BulkAct, reaches_the_history_and_sums_of_opportunities_too) {
    Bulk bulk(fresh_store());
    const Id pipeline = bulk.bench.create("pipelines", R"({"name":"P","is_default":true})");
    const auto stage = [&](const std::string& name, int position) {
        return bulk.bench.create("stages", R"({"name":")" + name + R"(","pipeline_id":")" +
                                               to_string(pipeline) + R"(","position":)" +
                                               std::to_string(position) +
                                               R"(,"probability":50,"kind":"open"})");
    };
    const Id first = stage("S1", 1);
    const Id second = stage("S2", 2);
    const Id account = bulk.bench.create("accounts", R"({"name":"A"})");
    for (const char* name : {"O1", "O2"}) {
        bulk.bench.create("opportunities",
                          R"({"name":")" + std::string(name) + R"(","account_id":")" +
                              to_string(account) + R"(","pipeline_id":")" + to_string(pipeline) +
                              R"(","stage_id":")" + to_string(first) +
                              R"(","amount":{"amount":"100.00","currency":"EUR"}})");
    }
    const std::string before = bulk.content();
    EXPECT_EQ(bulk.act("opportunities",
                       R"({"action":"edit","values":{"stage_id":")" + to_string(second) + R"("}})"),
              "done 2=0+2+0+0+0");
    EXPECT_NE(bulk.content(), before);
    EXPECT_EQ(bulk.undo().substr(0, 4), "done");
    EXPECT_EQ(bulk.content(), before);
}

// What may be changed and not seen is out of reach, but it went along and comes back along.
STORE_TEST(BulkAct, is_taken_back_with_what_went_along_unseen) {
    Bulk bulk(fresh_store());
    const Id ana = bulk.person(
        "Ana", R"({"accounts":{"read":"own","create":"own","update":"own","remove":"own"},
                   "contact_points":{"update":"own"}})");
    const Id account =
        bulk.bench.create("accounts", R"({"name":"Mine","owner_id":")" + to_string(ana) + R"("})");
    bulk.bench.create("contact_points", R"({"account_id":")" + to_string(account) +
                                            R"(","kind":"email","value":"a@b.es"})");
    const std::string before = bulk.content();
    EXPECT_EQ(bulk.act("accounts", R"({"action":"delete"})", ana), "done 1=0+1+0+0+0");
    EXPECT_EQ(bulk.bench.count("contact_points", ""), 0);
    EXPECT_EQ(bulk.undo(ana).substr(0, 4), "done");
    EXPECT_EQ(bulk.bench.count("contact_points", ""), 1);
    EXPECT_EQ(bulk.content(), before);
}

// What is taken back is asked of the role as it stands then.
STORE_TEST(BulkAct, is_taken_back_as_far_as_the_person_may_still_write) {
    constexpr const char* kEdit = R"({"action":"edit","values":{"description":"x"}})";
    const std::vector<std::pair<std::string, std::string>> expected{
        {R"({"accounts":{"read":"all"}})", "done 3=0+0+0+3+0"},
        {R"({"accounts":{"read":"all","update":"own"}})", "done 3=0+1+0+2+0"},
        {R"({"accounts":{"read":"all","update":"all"}})", "done 3=0+3+0+0+0"}};
    for (const auto& [rights, receipt] : expected) {
        Bulk bulk(fresh_store());
        const Id ana = bulk.person("Ana", kAll);
        const Id role = std::get<Id>(bulk.bench.get("users", ana).at("role_id"));
        bulk.accounts(2);
        bulk.bench.create("accounts", R"({"name":"Mine","owner_id":")" + to_string(ana) + R"("})");
        EXPECT_EQ(bulk.act("accounts", kEdit, ana), "done 3=0+3+0+0+0");
        EXPECT_OK(bulk.bench.update("roles", role, R"({"rights":)" + rights + "}"));
        EXPECT_EQ(bulk.undo(ana), receipt) << rights;
    }
}

STORE_TEST(BulkAct, is_taken_back_by_a_second_undo_where_the_first_was_stopped) {
    Bulk bulk(fresh_store());
    bulk.accounts(120);
    const std::string before = bulk.content();
    bulk.act("accounts", R"({"action":"edit","values":{"description":"x"}})");
    const auto first = bulk.runner->undo(bulk.last, {});
    ASSERT_OK(first);
    EXPECT_TRUE(bulk.runner->run_once());
    EXPECT_FALSE(bulk.find(bulk.last).may_be_undone());
    EXPECT_FALSE(bulk.find(bulk.last).undone);
    ASSERT_OK(bulk.runner->cancel(first->id));
    EXPECT_TRUE(bulk.find(bulk.last).may_be_undone());
    EXPECT_EQ(bulk.undo(), "done 120=0+70+50+0+0");
    EXPECT_TRUE(bulk.find(bulk.last).undone);
    EXPECT_EQ(bulk.content(), before);
}

STORE_TEST(BulkAct, is_undone_no_more_once_its_undo_was_taken_back) {
    Bulk bulk(fresh_store());
    bulk.accounts(2);
    bulk.act("accounts", R"({"action":"edit","values":{"description":"x"}})");
    const Id act = bulk.last;
    for (const bool undone : {true, false, true}) {
        EXPECT_EQ(bulk.undo(), "done 2=0+2+0+0+0");
        EXPECT_EQ(bulk.find(act).undone, undone);
        bulk.last = bulk.find(bulk.last).undone_by;
    }
}

STORE_TEST(BulkAct, undone_names_also_a_record_that_changed_hundreds_of_times_since) {
    Bulk bulk(fresh_store());
    bulk.accounts(1);
    bulk.act("accounts", R"({"action":"edit","values":{"description":"x"}})");
    const Id id = bulk.bench.list("accounts", "").at(0).id();
    for (int i = 1; i <= 501; ++i) {
        ASSERT_OK(bulk.bench.update("accounts", id, R"({"employees":)" + std::to_string(i) + "}"));
    }
    EXPECT_EQ(bulk.undo(), "done 1=0+0+0+1+0");
    EXPECT_EQ(bulk.failures(bulk.find(bulk.last).undone_by).at(0).code, "changed_since");
}

// Whatever bulk acts do, in whatever order: undone from the last to the first, the store holds what
// it held.
STORE_TEST(BulkAct, undone_leaves_the_same_content) {
    Bulk bulk(fresh_store());
    const Id ana = bulk.person("Ana", kAll);
    const Id hot = bulk.bench.create("classifications", R"({"name":"Hot"})");
    const Id cold = bulk.bench.create("classifications", R"({"name":"Cold"})");
    bulk.accounts(30);
    const auto link = [](Id id) { return R"({"classifications":[")" + to_string(id) + R"("]})"; };
    const std::vector<std::string> acts{
        R"("edit","values":{"description":"x","employees":5})",
        R"("edit","values":{"description":null})",
        R"("delete")",
        R"("restore")",
        R"("assign","values":{"owner_id":")" + to_string(ana) + R"("})",
        R"("classify","values":)" + link(hot),
        R"("classify","values":)" + link(cold),
        R"("unclassify","values":)" + link(hot)};
    const std::vector<std::string> filters{"", "contains(name,'1')", "name lt 'A2'",
                                           "description eq 'x'"};
    std::mt19937 random(20261122);
    for (int round = 0; round < 8; ++round) {
        const std::string before = bulk.content();
        std::vector<Id> done;
        for (std::size_t count = 1 + random() % 4; count > 0; --count) {
            const std::string& what = acts[random() % acts.size()];
            const std::string& filter = filters[random() % filters.size()];
            const std::string body = R"({"action":)" + what + R"(,"filter":")" + filter + R"("})";
            EXPECT_EQ(bulk.act("accounts", body).substr(0, 4), "done") << body;
            // What changed nothing has nothing to undo.
            if (bulk.find(bulk.last).counts.updated > 0) done.push_back(bulk.last);
        }
        for (auto id = done.rbegin(); id != done.rend(); ++id) {
            bulk.last = *id;
            const std::string undone = bulk.undo();
            EXPECT_TRUE(undone.starts_with("done") && undone.ends_with("+0+0")) << undone;
        }
        EXPECT_EQ(bulk.content(), before) << "round " << round;
    }
}

STORE_TEST(BulkAct, gives_json_back_as_it_was) {
    Bulk bulk(fresh_store());
    const Id role = bulk.bench.create(
        "roles", R"({"name":"seller","label_es":"V","label_en":"S","administers":false,)"
                 R"("rights":{"accounts":{"read":"own"}}})");
    const auto rights = [&] { return text_of(bulk.bench.get("roles", role), "rights"); };
    EXPECT_EQ(bulk.act("roles", R"({"action":"edit","filter":"name eq 'seller'",)"
                                R"("values":{"rights":{"accounts":{"read":"all"}}}})"),
              "done 1=0+1+0+0+0");
    EXPECT_EQ(rights(), R"({"accounts":{"read":"all"}})");
    EXPECT_EQ(bulk.undo(), "done 1=0+1+0+0+0");
    EXPECT_EQ(rights(), R"({"accounts":{"read":"own"}})");
}

STORE_TEST(BulkAct, keeps_every_digit_of_a_number) {
    Bulk bulk(fresh_store());
    const Id id = bulk.bench.create("accounts", R"({"name":"Acme"})");
    EXPECT_EQ(bulk.act("accounts", R"({"action":"edit","values":{"revenue":)"
                                   R"({"amount":1234567890123456.78,"currency":"EUR"}}})"),
              "done 1=0+1+0+0+0");
    EXPECT_EQ(money_of(bulk.bench.get("accounts", id), "revenue"), "1234567890123456.78 EUR");
    EXPECT_EQ(bulk.fails("accounts", R"({"action":1.5,"values":{"name":"x"}})"),
              "action:wrong_type");
}

}  // namespace
}  // namespace clientela::bulk
