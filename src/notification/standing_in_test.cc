// SPDX-License-Identifier: Apache-2.0
#include "notification/standing_in.h"

#include "notification/notify.h"
#include "notification/watch.h"
#include "tests/workbench.h"

namespace clientela::notification {
namespace {

using Lines = std::vector<std::string>;

// The bench's today is 2026-11-24.
class StandingIn {
public:
    explicit StandingIn(db::Store& store) : bench(store) {
        role_ = bench.create("roles", R"({"name":"role","label_es":"R","label_en":"R"})");
        ana = person("Ana", "es");
        ben = person("Ben", "en");
        follow();
    }

    Id person(const char* name, const char* language) {
        return bench.create("users", R"({"name":")" + std::string(name) + R"(","language":")" +
                                         language + R"(","role_id":")" + to_string(role_) + "\"}");
    }

    Id lend(Id to, const char* from, const char* until) {
        bench.principal.user = ana;
        const Id id = bench.create("delegations", R"({"owner_id":")" + to_string(ana) +
                                                      R"(","delegate_id":")" + to_string(to) +
                                                      R"(","starts_on":")" + from +
                                                      R"(","ends_on":")" + until + "\"}");
        follow();
        return id;
    }

    void change(Id delegation, const char* json) {
        bench.principal.user = ana;
        EXPECT_OK(bench.update("delegations", delegation, json));
        follow();
    }

    void follow() {
        bench.principal.user = Id{};
        EXPECT_OK(bench.with([&](record::Context& context) -> Result<void> {
            const auto entries = TRY(change::read_after(context.tx, place_, 500));
            if (entries.empty()) return {};
            place_ = {entries.back().tx_id, entries.back().seq};
            const job::Consumer made = consumer(
                [&](db::Transaction&, const std::function<Result<void>(record::Context&)>& work) {
                    return work(context);
                });
            const job::Writing writing = TRY(made.prepare(context.tx, entries));
            return writing ? writing(context.tx) : Result<void>{};
        }));
    }

    // What a person was told, in order; forgotten afterwards.
    Lines told(Id who) {
        Lines lines;
        for (const record::Record& one :
             bench.list("notifications", "owner_id eq '" + to_string(who) + "'")) {
            EXPECT_EQ(text_of(one, "kind"), "delegation");
            lines.push_back(text_of(one, "title"));
            EXPECT_OK(bench.remove("notifications", one.id()));
        }
        std::sort(lines.begin(), lines.end());
        return lines;
    }

    Workbench bench;
    Id ana;
    Id ben;

private:
    Id role_;
    change::Cursor place_;
};

STORE_TEST(StandingInNotices, tell_the_stand_in_that_it_begins_changes_and_is_taken_back) {
    StandingIn world(fresh_store());
    const Id id = world.lend(world.ben, "2026-11-24", "2026-12-03");
    EXPECT_EQ(world.told(world.ben),
              Lines{"You stand in for Ana from 24 Nov 2026 to 3 Dec 2026: you see what they see."});
    world.change(id, R"({"level":"update"})");
    EXPECT_EQ(world.told(world.ben),
              Lines{"Your standing in for Ana has changed: from 24 Nov 2026 to 3 Dec 2026 you see "
                    "what they see and may change it."});
    world.change(id, R"({"reason":"Holidays"})");
    EXPECT_EQ(world.told(world.ben), Lines{});
    world.bench.principal.user = world.ana;
    EXPECT_OK(world.bench.remove("delegations", id));
    world.follow();
    EXPECT_EQ(world.told(world.ben),
              Lines{"You do not stand in for Ana any more: it was taken back early."});
    EXPECT_EQ(world.told(world.ana), Lines{});
}

STORE_TEST(StandingInNotices, tell_both_when_another_stands_in_and_one_when_it_is_cut_short) {
    StandingIn world(fresh_store());
    const Id eva = world.person("Eva", "es");
    const Id id = world.lend(world.ben, "2026-11-20", "2026-12-03");
    world.told(world.ben);
    world.change(id, (R"({"delegate_id":")" + to_string(eva) + "\"}").c_str());
    EXPECT_EQ(world.told(world.ben),
              Lines{"You do not stand in for Ana any more: it was taken back early."});
    EXPECT_EQ(world.told(eva), Lines{"Sustituyes a Ana del 20 nov 2026 al 3 dic 2026: ves lo "
                                     "suyo."});
    world.change(id, R"({"ends_on":"2026-11-23"})");
    EXPECT_EQ(world.told(eva), Lines{"Ya no sustituyes a Ana: se ha retirado antes de tiempo."});
    world.change(id, R"({"level":"update"})");  // of what is over already
    EXPECT_EQ(world.told(eva), Lines{});
}

STORE_TEST(StandingInNotices, tell_once_that_the_last_day_has_passed) {
    StandingIn world(fresh_store());
    world.lend(world.ben, "2026-11-20", "2026-11-24");
    world.told(world.ben);
    const auto strike = [&] { EXPECT_OK(world.bench.with(tell_ended_delegations)); };
    strike();
    EXPECT_EQ(world.told(world.ben), Lines{});
    world.bench.clock.advance_ms(24LL * 3'600'000);
    strike();
    EXPECT_EQ(world.told(world.ben),
              Lines{"You do not stand in for Ana any more: the last day was 24 Nov 2026."});
    strike();
    EXPECT_EQ(world.told(world.ben), Lines{});
}

STORE_TEST(StandingInNotices, pass_over_a_stand_in_who_is_gone_and_tell_the_others) {
    StandingIn world(fresh_store());
    const Id eva = world.person("Eva", "es");
    world.bench.principal.user = world.ana;
    for (const Id who : {eva, world.ben}) {
        world.bench.create("delegations", R"({"owner_id":")" + to_string(world.ana) +
                                              R"(","delegate_id":")" + to_string(who) +
                                              R"(","starts_on":"2026-11-24","ends_on":)"
                                              R"("2026-11-30"})");
    }
    EXPECT_OK(world.bench.take_back("users", eva));
    world.follow();
    EXPECT_EQ(world.told(eva), Lines{});
    EXPECT_EQ(world.told(world.ben).size(), 1U);
}

}  // namespace
}  // namespace clientela::notification
