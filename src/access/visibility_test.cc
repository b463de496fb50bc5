// SPDX-License-Identifier: Apache-2.0
// Who sees what: random companies, where both SQL shapes must agree with the naive answer on both
// stores, and the cases that people would ask about first.
#include "access/visibility.h"

#include <cstdlib>
#include <set>

#include "access/scopes.h"
#include "schema/migrate.h"
#include "tests/builtin_schema.h"
#include "tests/store_fixture.h"
#include "tests/visibility_world.h"

namespace clientela::access {
namespace {

using Ids = std::set<std::int64_t>;

Breadth& right(Principal& principal, const char* object, Action action) {
    return principal.rights[object].breadth[static_cast<std::size_t>(action)];
}

std::shared_ptr<const schema::Schema> built_in() {
    auto loaded = load_builtin();
    CHECK(loaded.ok());
    return *loaded;
}

Result<Ids> select_ids(db::Transaction& tx, const schema::Object& object, db::Sql condition) {
    Ids ids;
    if (!condition.text.empty()) condition.text = " where " + condition.text;
    condition.text = "select t.id from \"" + object.singular + "\" t" + condition.text;
    TRY(tx.query(condition, [&](const db::Row& row) { ids.insert(row.integer(0)); }));
    return ids;
}

Result<Ids> walk(db::Transaction& tx, const schema::Schema& schema, const Principal& principal,
                 const schema::Object& object, Action action) {
    return select_ids(tx, object, visible_condition(principal, schema, object, action, "t"));
}

Result<Ids> gather(db::Transaction& tx, const schema::Schema& schema, const Principal& principal,
                   const schema::Object& object, Action action) {
    Ids all;
    for (const db::Sql& condition :
         branch_conditions(visibility(principal, schema, object, action), "t")) {
        all.merge(TRY(select_ids(tx, object, condition)));
    }
    return all;
}

struct Checked {
    int questions = 0;
    int seen = 0;
    int hidden = 0;
};

Result<Checked> compare(db::Transaction& tx, const schema::Schema& schema,
                        const VisibilityWorld& world, std::uint64_t seed) {
    Checked checked;
    for (const Principal& person : world.people()) {
        for (const schema::Object& object : schema.objects) {
            for (int i = 0; i < kActionCount; ++i) {
                const auto action = static_cast<Action>(i);
                Ids expected;
                for (const WorldRow& row : world.rows(object.name)) {
                    if (world.can(person, object.name, row, action)) expected.insert(row.id);
                }
                const Ids walked = TRY(walk(tx, schema, person, object, action));
                const Ids gathered = TRY(gather(tx, schema, person, object, action));
                EXPECT_EQ(walked, expected) << object.name << " action " << i << " user "
                                            << person.user.value << " seed " << seed;
                EXPECT_EQ(gathered, expected) << object.name << " action " << i << " user "
                                              << person.user.value << " seed " << seed;
                checked.questions += 1;
                checked.seen += static_cast<int>(expected.size());
                checked.hidden +=
                    static_cast<int>(world.rows(object.name).size() - expected.size());
            }
        }
    }
    return checked;
}

STORE_TEST(Visibility, both_shapes_agree_with_the_naive_answer_in_random_companies) {
    const auto schema = built_in();
    const char* given = std::getenv("CLIENTELA_SEED");
    const std::uint64_t first = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261124;
    for (std::uint64_t seed = first; seed < first + 2 && !HasFailure(); ++seed) {
        auto& store = fresh_store();
        ASSERT_OK(schema::migrate(store, *schema));
        const VisibilityWorld world(*schema, seed);
        ASSERT_OK(world.write(store));
        ASSERT_OK(store.write([](db::Transaction& tx) { return rebuild_scopes(tx); }));
        Checked checked;
        const auto ask = [&](db::Transaction& tx) -> Result<void> {
            checked = TRY(compare(tx, *schema, world, seed));
            return {};
        };
        ASSERT_OK(store.read(ask, std::chrono::minutes(10)));
        std::cout << "visibility seed " << seed << ": " << checked.questions << " questions, "
                  << checked.seen << " rows seen, " << checked.hidden << " hidden\n";
        EXPECT_GT(checked.seen, 1000);
        EXPECT_GT(checked.hidden, 1000);
    }
}

STORE_TEST(Visibility, a_list_and_an_open_by_id_agree_under_a_filter) {
    const auto schema = built_in();
    auto& store = fresh_store();
    ASSERT_OK(schema::migrate(store, *schema));
    const VisibilityWorld world(*schema, 7);
    ASSERT_OK(world.write(store));
    ASSERT_OK(store.write([](db::Transaction& tx) { return rebuild_scopes(tx); }));
    const auto ask = [&](db::Transaction& tx) -> Result<void> {
        const schema::Object& object = schema->get("opportunities");
        for (const Principal& person : world.people()) {
            for (const WorldRow& row : world.rows("opportunities")) {
                db::Sql sql = visible_condition(person, *schema, object, Action::read, "t");
                sql.text = (sql.text.empty() ? "" : sql.text + " and ") +
                           std::string("t.account_id is not null and t.id = ?");
                sql.args.emplace_back(row.id);
                const Ids found = TRY(select_ids(tx, object, sql));
                const bool expected = row.number("account_id") != 0 &&
                                      world.can(person, "opportunities", row, Action::read);
                EXPECT_EQ(found.contains(row.id), expected);
            }
        }
        return {};
    };
    ASSERT_OK(store.read(ask, std::chrono::minutes(1)));
}

STORE_TEST(Visibility, the_share_tells_narrow_from_wide) {
    const auto schema = built_in();
    auto& store = fresh_store();
    ASSERT_OK(schema::migrate(store, *schema));
    WorldSize size;
    size.accounts = 400;
    const VisibilityWorld world(*schema, 11, size);
    ASSERT_OK(world.write(store));
    ASSERT_OK(store.write([](db::Transaction& tx) { return rebuild_scopes(tx); }));
    const schema::Object& accounts = schema->get("accounts");
    const auto ask = [&](db::Transaction& tx) -> Result<void> {
        const auto share = [&](const Principal& who) {
            return estimate_share(tx, visibility(who, *schema, accounts, Action::read));
        };
        Principal person = world.people().front();
        auto& breadth = person.rights["accounts"].breadth[0];
        breadth = Breadth::none;
        EXPECT_EQ(TRY(share(person)), 0.0);
        breadth = Breadth::all;
        EXPECT_EQ(TRY(share(person)), 1.0);
        breadth = Breadth::own;
        EXPECT_GT(TRY(share(person)), kGatherShare);  // one of ten owners
        person.user = Id{999'999'999};
        person.role_id = Id{};
        EXPECT_LT(TRY(share(person)), kGatherShare);
        return {};
    };
    ASSERT_OK(store.read(ask));
}

TEST(Visibility, a_principal_of_no_kind_sees_nothing_whatever_its_rights) {
    const auto schema = built_in();
    Principal nobody;
    for (const schema::Object& object : schema->objects) {
        nobody.rights[object.name].breadth.fill(Breadth::all);
        const Visibility seen = visibility(nobody, *schema, object, Action::read);
        EXPECT_EQ(seen.kind, Visibility::Kind::nothing) << object.name;
        EXPECT_EQ(visible_condition(seen, "t").text, "1 = 0");
        EXPECT_TRUE(branch_conditions(seen, "t").empty());
    }
}

TEST(Visibility, a_person_without_rights_sees_nothing_and_the_system_everything) {
    const auto schema = built_in();
    Principal person;
    person.kind = Principal::Kind::person;
    person.user = Id{5};
    const Principal system = Principal::system("test");
    for (const schema::Object& object : schema->objects) {
        EXPECT_EQ(visibility(person, *schema, object, Action::read).kind,
                  Visibility::Kind::nothing);
        EXPECT_EQ(visible_condition(system, *schema, object, Action::remove, "t").text, "");
    }
}

TEST(Visibility, only_administrators_write_configuration) {
    const auto schema = built_in();
    Principal person;
    person.kind = Principal::Kind::person;
    person.user = Id{5};
    person.rights["teams"].breadth.fill(Breadth::all);
    const schema::Object& teams = schema->get("teams");
    EXPECT_EQ(visibility(person, *schema, teams, Action::read).kind, Visibility::Kind::everything);
    EXPECT_EQ(visibility(person, *schema, teams, Action::update).kind, Visibility::Kind::nothing);
    person.administers = true;
    EXPECT_EQ(visibility(person, *schema, teams, Action::update).kind,
              Visibility::Kind::everything);
}

TEST(KeptSights, are_built_once_and_do_not_follow_a_copy) {
    const std::shared_ptr<const schema::Schema> schema = built_in();
    const schema::Object& accounts = schema->get("accounts");
    Principal ana;
    ana.kind = Principal::Kind::person;
    ana.user = Id{7};
    ana.rights["accounts"].breadth[static_cast<std::size_t>(Action::read)] = Breadth::all;
    ana.kept.sights = std::make_shared<Sights>();
    const auto wide = sight(ana, *schema, accounts, Action::read);
    EXPECT_EQ(wide->visibility.kind, Visibility::Kind::everything);
    EXPECT_EQ(sight(ana, *schema, accounts, Action::read), wide);
    EXPECT_EQ(sight(ana, *schema, accounts, Action::update)->visibility.kind,
              Visibility::Kind::nothing);
    Principal narrowed = ana;
    narrowed.rights.clear();
    EXPECT_EQ(sight(narrowed, *schema, accounts, Action::read)->visibility.kind,
              Visibility::Kind::nothing);
}

TEST(Reach, of_changing_is_no_farther_than_that_of_reading_but_for_what_is_personal) {
    const auto schema = built_in();
    Principal ana;
    ana.kind = Principal::Kind::person;
    right(ana, "accounts", Action::read) = Breadth::own;
    right(ana, "accounts", Action::update) = Breadth::all;
    right(ana, "contacts", Action::remove) = Breadth::own;
    right(ana, "views", Action::read) = Breadth::own;
    right(ana, "views", Action::update) = Breadth::team;
    EXPECT_EQ(reach(ana, schema->get("accounts"), Action::update), Breadth::own);
    EXPECT_EQ(reach(ana, schema->get("contacts"), Action::remove), Breadth::none);
    EXPECT_EQ(reach(ana, schema->get("views"), Action::update), Breadth::team);
}

TEST(Reach, is_as_far_as_that_of_who_lends_it_but_for_what_is_personal_or_configuration) {
    const auto schema = built_in();
    const auto eva = std::make_shared<Principal>();
    eva->kind = Principal::Kind::person;
    for (const char* object : {"accounts", "views", "pipelines"})
        eva->rights[object].breadth.fill(Breadth::all);
    Principal ana;
    ana.kind = Principal::Kind::person;
    ana.lent.push_back({Id{1}, eva, false, {}, "2999-01-01"});
    EXPECT_EQ(reach(ana, schema->get("accounts"), Action::read), Breadth::all);
    EXPECT_EQ(reach(ana, schema->get("accounts"), Action::update), Breadth::none);
    ana.lent.front().may_update = true;
    EXPECT_EQ(reach(ana, schema->get("accounts"), Action::update), Breadth::all);
    EXPECT_EQ(reach(ana, schema->get("accounts"), Action::remove), Breadth::none);
    EXPECT_EQ(reach(ana, schema->get("views"), Action::update), Breadth::none);
    EXPECT_EQ(reach(ana, schema->get("pipelines"), Action::update), Breadth::none);
}

}  // namespace
}  // namespace clientela::access
