// SPDX-License-Identifier: Apache-2.0
// What a principal may see or do of an object's rows, as a plain value and as SQL. One Visibility serves
// list, by-id, count, search, export, change stream and writes; its default is nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/principal.h"
#include "base/result.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::access {

// One way to see a row. A row is visible when any branch holds.
struct Branch {
    enum class Kind {
        owner,      // column = user (owner_id, originator_id, ...)
        team,       // team_id = one of the user's team scopes
        territory,  // territory_id = one of the user's territory scopes
        member,     // a row of the members object names the user
        grant,      // record_grant names the user, their team or role
        follows,    // the row behind a link is visible (nested)
        through,    // any row joined through another object is visible (nested)
        regarding,  // any record that the row regards is visible (nested)
        shared,     // personal objects: shared with everybody or with the user's team
    };
    Kind kind;
    std::string column;      // of the row itself, where the branch has one
    std::string scope;       // team, territory: the scope kind bound in user_scope
    const schema::Object* object = nullptr;  // joined or followed object
};

struct Visibility {
    enum class Kind { nothing, everything, branches };
    Kind kind = Kind::nothing;
    Id user;
    const schema::Object* object = nullptr;
    std::vector<Branch> branches;
    bool hides_private = false;  // activities: rows marked private are for owner and members only
};

Visibility visibility(const Principal& principal, const schema::Schema& schema,
                      const schema::Object& object, Action action);

// The "walk" shape: a boolean SQL expression over table alias `alias`; empty text means every row.
db::Sql visible_condition(const Principal& principal, const schema::Schema& schema,
                          const schema::Object& object, Action action, std::string_view alias,
                          db::Dialect dialect);

// The "gather" shape: one condition per branch, each answerable from an index of its own; the caller
// runs the page query once per branch, merges by sort key and drops doubles.
std::vector<db::Sql> branch_conditions(const Principal& principal, const schema::Schema& schema,
                                       const schema::Object& object, Action action,
                                       std::string_view alias, db::Dialect dialect);

}  // namespace clientela::access
