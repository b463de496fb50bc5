// SPDX-License-Identifier: Apache-2.0
// What a principal may see or do of an object's rows, as a plain value and as SQL. One Visibility
// serves list, by-id, count, search, export, change stream and writes; its default is nothing.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/principal.h"
#include "base/result.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::access {

struct Visibility;

// One way to see a row. A row is visible when any branch holds.
struct Branch {
    enum class Kind {
        owner,        // column = user (owner_id, originator_id, ...)
        team,         // team_id = one of the user's team scopes
        territory,    // territory_id = one of the user's territory scopes
        member,       // a row of the members object names the user
        participant,  // the row regards the user (activities)
        grant,        // record_grant names the user, their team or role
        follows,      // the row behind a link is visible (nested)
        through,      // any row joined through another object is visible (nested)
        regarding,  // any record that the row regards is visible (nested, one per regarded object),
                    // and none of them is out of sight (named)
        shared,     // personal objects: shared with everybody or with the user's team
        delegated,  // somebody who is away sees it (nested: their sight of the same row)
    };
    Kind kind;
    std::string column;  // of the row itself, where the branch has one
    std::string scope;   // team, territory: the scope kind bound in user_scope; grant: "update";
                         // delegated: last day; shared: "everyone" or "team". Never from data.
    const schema::Object* object = nullptr;  // joining object: members, through, activity links
    std::string own_link;                    // its link to the row
    std::string other_link;                  // its link to the record whose sight counts
    std::vector<Visibility> nested;          // of the records behind the link
    // regarding, follows: what is seen of the kinds of record that a row names. A row that names
    // one out of sight is not seen this way.
    std::vector<Visibility> named;
};

struct Visibility {
    enum class Kind { nothing, everything, branches };
    Kind kind = Kind::nothing;
    Id user;
    Id role_id;
    std::optional<Date> today;  // for grants that end
    const schema::Object* object = nullptr;
    Action action = Action::read;
    std::vector<Branch> branches;
    // Activities: rows marked private are for owner, creator, members and participants only. With
    // kind everything the branches are the ways to see those.
    bool hides_private = false;
};

// How far the role reaches with an object: what one may not see one changes and removes no more. Of
// what is personal those rights say with whom it may be shared.
Breadth own_reach(const Principal& principal, const schema::Object& object, Action action);
// How far at most, what others lent included.
Breadth reach(const Principal& principal, const schema::Object& object, Action action);

Visibility visibility(const Principal& principal, const schema::Schema& schema,
                      const schema::Object& object, Action action);

// The same for rows whose link `via` leads to a record that the principal sees: what follows that
// record is seen with it, and only what it names besides has to be looked at.
Visibility behind_seen(Visibility visibility, std::string_view via);

// What a principal sees of an object and its "walk" condition over the alias "t".
struct Sight {
    Visibility visibility;
    db::Sql condition;
};

// The sights of one principal that does not change; safe to share between threads.
class Sights {
public:
    std::shared_ptr<const Sight> find(const schema::Object& object, Action action) const;
    void keep(const schema::Object& object, Action action, std::shared_ptr<const Sight> sight);

private:
    mutable std::mutex mutex_;
    std::map<std::pair<const schema::Object*, Action>, std::shared_ptr<const Sight>> known_;
};

// Built once for principals that keep their sights, as those of requests do.
std::shared_ptr<const Sight> sight(const Principal& principal, const schema::Schema& schema,
                                   const schema::Object& object, Action action);

// The "walk" shape: a boolean SQL expression over table alias `alias`, never null; empty text means
// every row. It is hidden from the planner's index choice, so the page walks along its sort index,
// and reads the same in both dialects.
db::Sql visible_condition(const Visibility& visibility, std::string_view alias);
db::Sql visible_condition(const Principal& principal, const schema::Schema& schema,
                          const schema::Object& object, Action action, std::string_view alias);

// The same for statements that read every row: PostgreSQL may make sets of what is nested.
db::Sql visible_condition_of_all(const Visibility& visibility, std::string_view alias);

// The "gather" shape: one condition per branch, each answerable from an index of its own; the
// caller runs the page query once per branch, merges by sort key and drops doubles. No condition at
// all: nothing is visible; one empty text: everything.
std::vector<db::Sql> branch_conditions(const Visibility& visibility, std::string_view alias);

// What one branch alone gives, what hides private rows included.
db::Sql branch_condition(const Visibility& visibility, const Branch& branch,
                         std::string_view alias);

// Below this share of rows the gather shape is faster (measured; see
// docs/decisions/0006-visibility.md).
inline constexpr double kGatherShare = 0.1;

// How many rows the object's table has; on PostgreSQL about, by its statistics.
Result<std::int64_t> row_count(db::Transaction& tx, const schema::Object& object);

// About which share of the object's rows lies in the user's scopes, 0 to 1. It counts, so callers
// keep the answer for a while; counting stops above `kGatherShare`, where the exact share no longer
// matters.
Result<double> estimate_share(db::Transaction& tx, const Visibility& visibility);

}  // namespace clientela::access
