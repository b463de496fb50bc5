// SPDX-License-Identifier: Apache-2.0
// Reads the trees and memberships and writes the differences into user_scope.
#include <algorithm>
#include <iterator>

#include "access/scopes.h"

namespace clientela::access {
namespace {

constexpr std::size_t kRowsPerStatement = 200;
constexpr std::int64_t kRebuildLock = 0x73636F7065;  // "scope"

Result<std::vector<TreeNode>> load_tree(db::Transaction& tx, const std::string& table) {
    std::vector<TreeNode> tree;
    TRY(tx.query({"select id, parent_id from \"" + table + "\" where deleted_at is null", {}},
                 [&](const db::Row& row) {
                     const Id parent = row.is_null(1) ? Id{} : Id{row.integer(1)};
                     tree.push_back({Id{row.integer(0)}, parent});
                 }));
    return tree;
}

Result<void> load_members(db::Transaction& tx, std::string text, const std::string& user_column,
                          Id user, std::vector<Membership>& members) {
    db::Sql sql{std::move(text), {}};
    if (user) {
        sql.text += " and " + user_column + " = ?";
        sql.args.emplace_back(user.value);
    }
    return tx.query(sql, [&](const db::Row& row) {
        members.push_back({Id{row.integer(0)}, Id{row.integer(1)}});
    });
}

Result<ScopeSource> load_source(db::Transaction& tx, Id user) {
    ScopeSource source;
    source.teams = TRY(load_tree(tx, "team"));
    source.territories = TRY(load_tree(tx, "territory"));
    TRY(load_members(
        tx, "select id, team_id from \"user\" where deleted_at is null and team_id is not null",
        "id", user, source.team_members));
    TRY(load_members(tx, "select user_id, team_id from user_team where deleted_at is null",
                     "user_id", user, source.team_members));
    TRY(load_members(tx,
                     "select user_id, territory_id from user_territory where deleted_at is null",
                     "user_id", user, source.territory_members));
    return source;
}

Result<std::vector<Scope>> load_scopes(db::Transaction& tx, Id user) {
    db::Sql sql{"select user_id, kind, scope_id from user_scope", {}};
    if (user) sql = {sql.text + " where user_id = ?", {user.value}};
    std::vector<Scope> scopes;
    TRY(tx.query(sql, [&](const db::Row& row) {
        scopes.push_back({Id{row.integer(0)}, std::string(row.text(1)), Id{row.integer(2)}});
    }));
    std::sort(scopes.begin(), scopes.end());
    return scopes;
}

Result<void> insert_scopes(db::Transaction& tx, const std::vector<Scope>& scopes) {
    for (std::size_t start = 0; start < scopes.size(); start += kRowsPerStatement) {
        db::Sql sql{"insert into user_scope (user_id, kind, scope_id) values ", {}};
        const std::size_t end = std::min(start + kRowsPerStatement, scopes.size());
        for (std::size_t i = start; i < end; ++i) {
            sql.text += i == start ? "(?, ?, ?)" : ", (?, ?, ?)";
            sql.args.emplace_back(scopes[i].user.value);
            sql.args.emplace_back(scopes[i].kind);
            sql.args.emplace_back(scopes[i].id.value);
        }
        sql.text += " on conflict do nothing";  // two rebuilds at once want the same rows
        TRY(tx.execute(sql));
    }
    return {};
}

Result<ScopeDifference> difference_of(db::Transaction& tx, Id user) {
    const std::vector<Scope> wanted = flatten(TRY(load_source(tx, user)));
    const std::vector<Scope> stored = TRY(load_scopes(tx, user));
    ScopeDifference difference;
    std::set_difference(wanted.begin(), wanted.end(), stored.begin(), stored.end(),
                        std::back_inserter(difference.missing));
    std::set_difference(stored.begin(), stored.end(), wanted.begin(), wanted.end(),
                        std::back_inserter(difference.stale));
    difference.right = wanted.size() - difference.missing.size();
    return difference;
}

}  // namespace

Result<ScopeDifference> scope_difference(db::Transaction& tx) { return difference_of(tx, Id{}); }

Result<void> rebuild_scopes(db::Transaction& tx, Id user) {
    if (tx.dialect() == db::Dialect::postgres) {
        // One rebuild at a time, so that the later one sees what the earlier one's transaction
        // changed.
        TRY(tx.query({"select pg_advisory_xact_lock(?)", {kRebuildLock}}, [](const db::Row&) {}));
    }
    const ScopeDifference difference = TRY(difference_of(tx, user));
    for (const Scope& scope : difference.stale) {
        TRY(tx.execute({"delete from user_scope where user_id = ? and kind = ? and scope_id = ?",
                        {scope.user.value, scope.kind, scope.id.value}}));
    }
    return insert_scopes(tx, difference.missing);
}

Result<void> rebuild_scopes(db::Transaction& tx) { return rebuild_scopes(tx, Id{}); }

}  // namespace clientela::access
