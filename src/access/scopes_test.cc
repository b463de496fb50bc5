// SPDX-License-Identifier: Apache-2.0
// Flattening of trees, and that only differences reach the store.
#include "access/scopes.h"

#include <algorithm>

#include "schema/migrate.h"
#include "tests/builtin_schema.h"
#include "tests/store_fixture.h"

namespace clientela::access {
namespace {

std::vector<std::int64_t> ids(const std::vector<Scope>& scopes, Id user, std::string_view kind) {
    std::vector<std::int64_t> found;
    for (const Scope& scope : scopes) {
        if (scope.user == user && scope.kind == kind) found.push_back(scope.id.value);
    }
    return found;
}

TEST(Scopes, a_team_counts_alone_and_with_all_teams_below_it) {
    ScopeSource source;
    source.teams = {{Id{1}, {}}, {Id{2}, Id{1}}, {Id{3}, Id{2}}, {Id{4}, Id{1}}, {Id{5}, {}}};
    source.team_members = {{Id{100}, Id{2}}, {Id{100}, Id{5}}, {Id{200}, Id{1}}};
    const auto scopes = flatten(source);
    EXPECT_EQ(ids(scopes, Id{100}, kScopeTeam), (std::vector<std::int64_t>{2, 5}));
    EXPECT_EQ(ids(scopes, Id{100}, kScopeTeamBelow), (std::vector<std::int64_t>{2, 3, 5}));
    EXPECT_EQ(ids(scopes, Id{200}, kScopeTeamBelow), (std::vector<std::int64_t>{1, 2, 3, 4}));
}

TEST(Scopes, territories_reach_below_and_a_home_in_the_bin_counts_for_nothing) {
    ScopeSource source;
    source.territories = {{Id{1}, {}}, {Id{2}, Id{1}}};
    source.territory_members = {{Id{100}, Id{1}}, {Id{200}, Id{9}}};
    source.team_members = {{Id{200}, Id{9}}};
    const auto scopes = flatten(source);
    EXPECT_EQ(ids(scopes, Id{100}, kScopeTerritory), (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(scopes.size(), 2U);
}

TEST(Scopes, overlapping_memberships_give_each_scope_once_and_a_cycle_ends) {
    ScopeSource source;
    source.teams = {{Id{1}, Id{3}}, {Id{2}, Id{1}}, {Id{3}, Id{2}}};
    source.team_members = {{Id{100}, Id{1}}, {Id{100}, Id{2}}};
    EXPECT_EQ(ids(flatten(source), Id{100}, kScopeTeamBelow), (std::vector<std::int64_t>{1, 2, 3}));
}

STORE_TEST(Scopes, a_rebuild_follows_people_and_trees) {
    auto& store = fresh_store();
    const auto schema = load_builtin().value();
    ASSERT_OK(schema::migrate(store, *schema));
    std::vector<Scope> scopes;
    const auto run = [&](const std::string& statement, Id user) {
        return store.write([&](db::Transaction& tx) -> Result<void> {
            if (auto done = tx.execute({statement, {}}); !done.ok()) return std::move(done).error();
            if (auto done = user ? rebuild_scopes(tx, user) : rebuild_scopes(tx); !done.ok())
                return done;
            scopes.clear();
            return tx.query(
                {"select user_id, kind, scope_id from user_scope", {}}, [&](const db::Row& row) {
                    scopes.push_back(
                        {Id{row.integer(0)}, std::string(row.text(1)), Id{row.integer(2)}});
                });
        });
    };
    ASSERT_OK(run("insert into team (id, version, parent_id) values (1, 1, null), (2, 1, 1)", {}));
    EXPECT_TRUE(scopes.empty());
    ASSERT_OK(run("insert into \"user\" (id, version, team_id) values (10, 1, 1), (11, 1, 2)", {}));
    EXPECT_EQ(scopes.size(), 5U);
    ASSERT_OK(run("update team set parent_id = null where id = 2", {}));
    EXPECT_EQ(scopes.size(), 4U);
    ASSERT_OK(run("update \"user\" set team_id = 2 where id = 10", Id{10}));
    std::sort(scopes.begin(), scopes.end());
    EXPECT_EQ(ids(scopes, Id{10}, kScopeTeam), (std::vector<std::int64_t>{2}));
    EXPECT_EQ(ids(scopes, Id{11}, kScopeTeam), (std::vector<std::int64_t>{2}));
}

}  // namespace
}  // namespace clientela::access
