// SPDX-License-Identifier: Apache-2.0
// Flattening of the two trees in memory: they hold hundreds of nodes, so no database recursion is
// needed, and none would run beside distributed tables.
#include "access/scopes.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace clientela::access {
namespace {

using Children = std::unordered_map<Id, std::vector<Id>>;

Children children_of(const std::vector<TreeNode>& tree) {
    Children children;
    for (const TreeNode& node : tree) {
        if (node.parent) children[node.parent].push_back(node.id);
    }
    return children;
}

std::unordered_set<Id> nodes_of(const std::vector<TreeNode>& tree) {
    std::unordered_set<Id> nodes;
    for (const TreeNode& node : tree)
        nodes.insert(node.id);
    return nodes;
}

void add_below(const Children& children, const Membership& member, std::string_view kind,
               std::vector<Scope>& scopes) {
    std::unordered_set<Id> seen{member.node};
    std::vector<Id> open{member.node};
    while (!open.empty()) {
        const Id node = open.back();
        open.pop_back();
        scopes.push_back({member.user, std::string(kind), node});
        const auto found = children.find(node);
        if (found == children.end()) continue;
        for (Id child : found->second) {
            if (seen.insert(child).second) open.push_back(child);
        }
    }
}

}  // namespace

std::vector<Scope> flatten(const ScopeSource& source) {
    std::vector<Scope> scopes;
    const Children teams = children_of(source.teams);
    const auto living_teams = nodes_of(source.teams);
    for (const Membership& member : source.team_members) {
        if (!living_teams.contains(member.node)) continue;
        scopes.push_back({member.user, std::string(kScopeTeam), member.node});
        add_below(teams, member, kScopeTeamBelow, scopes);
    }
    const Children territories = children_of(source.territories);
    const auto living_territories = nodes_of(source.territories);
    for (const Membership& member : source.territory_members) {
        if (!living_territories.contains(member.node)) continue;
        add_below(territories, member, kScopeTerritory, scopes);
    }
    std::sort(scopes.begin(), scopes.end());
    scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
    return scopes;
}

bool affects_scopes(std::string_view object) {
    constexpr std::array<std::string_view, 5> kObjects{"users", "teams", "territories",
                                                       "user_teams", "user_territories"};
    return std::find(kObjects.begin(), kObjects.end(), object) != kObjects.end();
}

bool affects_principals(std::string_view object) {
    return object == "roles" || object == "delegations" || affects_scopes(object);
}

}  // namespace clientela::access
