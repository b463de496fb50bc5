// SPDX-License-Identifier: Apache-2.0
// Team and territory trees flattened into user_scope(user_id, kind, scope_id): which teams and
// territories count as a user's. Users x scopes, never users x records; rebuilt when people, trees
// or memberships change.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/store.h"

namespace clientela::access {

inline constexpr std::string_view kScopeTeam = "team";  // home team and memberships
inline constexpr std::string_view kScopeTeamBelow =
    "team_below";                                                 // those and every team below them
inline constexpr std::string_view kScopeTerritory = "territory";  // own territories and those below

struct Scope {
    Id user;
    std::string kind;
    Id id;
    auto operator<=>(const Scope&) const = default;
};

struct TreeNode {
    Id id;
    Id parent;  // 0 at the top
};

struct Membership {
    Id user;
    Id node;
};

struct ScopeSource {
    std::vector<TreeNode> teams;
    std::vector<TreeNode> territories;
    std::vector<Membership> team_members;       // home teams and user_teams
    std::vector<Membership> territory_members;  // user_territories
};

// Sorted, without doubles. A cycle in a tree, which saving forbids, ends where it meets itself.
std::vector<Scope> flatten(const ScopeSource& source);

// A change of these objects makes scopes stale; the engine then calls rebuild_scopes, of the
// person concerned or, when a tree changes, of everybody.
bool affects_scopes(std::string_view object);
// These change what a principal is or may; the engine then raises the epoch of PrincipalCache.
bool affects_principals(std::string_view object);

// What stands in user_scope against what should.
struct ScopeDifference {
    std::vector<Scope> missing;
    std::vector<Scope> stale;
    std::size_t right = 0;
};
Result<ScopeDifference> scope_difference(db::Transaction& tx);

// Brings user_scope up to date, of everybody or of one user; writes only the differences.
Result<void> rebuild_scopes(db::Transaction& tx);
Result<void> rebuild_scopes(db::Transaction& tx, Id user);

}  // namespace clientela::access
