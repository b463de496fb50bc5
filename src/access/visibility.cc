// SPDX-License-Identifier: Apache-2.0
// From a principal's breadth to the branches by which rows of an object are seen. Everything that
// is not granted here stays nothing: unknown objects, missing columns and too deep chains add no
// branch.
#include "access/visibility.h"

#include <algorithm>
#include <utility>

namespace clientela::access {
namespace {

using Kind = Branch::Kind;

// Contact points follow contacts, which are seen through accounts: two steps; four are plenty.
constexpr int kDepthMax = 4;

// What one must be able to do with the followed record to do `action` with the row that follows it.
Action followed_action(Action action) {
    const bool reads =
        action == Action::read || action == Action::export_ || action == Action::target;
    return reads ? Action::read : Action::update;
}

bool is_write(Action action) {
    return action == Action::create || action == Action::update || action == Action::remove;
}

// What lasts longer than a delegation is not made by right of it: a member of the team of a lent
// record would stay one.
bool outlasts_lending(Action action) {
    return action == Action::create || action == Action::remove;
}

class Builder {
public:
    Builder(const Principal& principal, const schema::Schema& schema, bool lent_counts)
        : principal_(principal), schema_(schema), lent_counts_(lent_counts) {}

    // By the role and by what others lent.
    Visibility build(const schema::Object& object, Action action, int depth) const;

private:
    Visibility build_own(const schema::Object& object, Action action, int depth) const;
    Visibility empty(const schema::Object& object) const;
    void add_own(Visibility& visibility, Action action) const;
    void add_wider(Visibility& visibility, Breadth breadth) const;
    void add_follows(Visibility& visibility, Action action, int depth) const;
    void add_through(Visibility& visibility, Action action, int depth) const;
    void add_regarding(Visibility& visibility, Action action, int depth) const;
    void add_personal(Visibility& visibility, Action action) const;
    std::vector<Visibility> named_sights(bool open_ones, int depth) const;

    const Principal& principal_;
    const schema::Schema& schema_;
    const bool lent_counts_;
};

Branch branch(Kind kind, std::string column, std::string scope = {}) {
    Branch made;
    made.kind = kind;
    made.column = std::move(column);
    made.scope = std::move(scope);
    return made;
}

void add_column_branch(Visibility& visibility, Kind kind, const std::string& column,
                       std::string scope = {}) {
    if (visibility.object->find_field(column) == nullptr) return;
    visibility.branches.push_back(branch(kind, column, std::move(scope)));
}

Visibility Builder::empty(const schema::Object& object) const {
    Visibility visibility;
    visibility.kind = Visibility::Kind::branches;
    visibility.user = principal_.user;
    visibility.role_id = principal_.role_id;
    visibility.today = principal_.today;
    visibility.object = &object;
    return visibility;
}

// What is personal is nobody's to lend, and no more is changing the configuration.
bool is_lendable(const schema::Object& object, Action action) {
    return object.sight.kind != schema::SightKind::personal &&
           !(object.administered && is_write(action));
}

// Rows lent by somebody who is away are seen as that person sees them, without what is private to
// them.
Visibility Builder::build(const schema::Object& object, Action action, int depth) const {
    Visibility visibility = build_own(object, action, depth);
    if (principal_.kind != Principal::Kind::person || !lent_counts_) return visibility;
    if (!is_lendable(object, action)) return visibility;
    for (const Lent& lent : principal_.lent) {
        if (visibility.kind == Visibility::Kind::everything) break;
        if (!lent.covers(object.name, action)) continue;
        Visibility theirs = Builder(*lent.from, schema_, false).build_own(object, action, depth);
        if (theirs.kind == Visibility::Kind::nothing) continue;
        visibility.hides_private = visibility.hides_private || theirs.hides_private;
        if (theirs.kind == Visibility::Kind::everything && !theirs.hides_private) {
            visibility.kind = Visibility::Kind::everything;
            visibility.branches.clear();
            if (!visibility.hides_private) {  // for who asks why
                visibility.branches.push_back(branch(Kind::delegated, "id", lent.until));
                visibility.branches.back().nested.push_back(std::move(theirs));
            }
            break;
        }
        visibility.kind = Visibility::Kind::branches;
        Branch made = branch(Kind::delegated, "id", lent.until);
        made.nested.push_back(std::move(theirs));
        visibility.branches.push_back(std::move(made));
    }
    return visibility;
}

Visibility Builder::build_own(const schema::Object& object, Action action, int depth) const {
    Visibility visibility = empty(object);
    const Breadth breadth = own_reach(principal_, object, action);
    visibility.kind = Visibility::Kind::nothing;
    if (depth >= kDepthMax || breadth == Breadth::none) return visibility;
    if (principal_.kind == Principal::Kind::system) {
        visibility.kind = Visibility::Kind::everything;
        return visibility;
    }
    if (object.administered && is_write(action) && !principal_.administers) return visibility;

    visibility.kind = Visibility::Kind::branches;
    const auto sight = object.sight.kind;
    const bool owned = sight == schema::SightKind::owned || sight == schema::SightKind::through ||
                       sight == schema::SightKind::regarding;
    if (sight == schema::SightKind::everyone || (owned && breadth == Breadth::all)) {
        visibility.kind = Visibility::Kind::everything;
    } else if (owned) {
        add_own(visibility, action);
        add_wider(visibility, breadth);
        if (sight == schema::SightKind::through) add_through(visibility, action, depth);
    } else if (sight == schema::SightKind::follows) {
        add_follows(visibility, action, depth);
    } else if (sight == schema::SightKind::personal) {
        add_personal(visibility, action);
    }
    if (sight == schema::SightKind::regarding) add_regarding(visibility, action, depth);
    if (visibility.kind == Visibility::Kind::branches && visibility.branches.empty()) {
        visibility.kind = Visibility::Kind::nothing;
    }
    return visibility;
}

// Owner, further owners, members and grants; a grant never lets anybody create or remove.
void Builder::add_own(Visibility& visibility, Action action) const {
    const schema::Object& object = *visibility.object;
    add_column_branch(visibility, Kind::owner, "owner_id");
    for (const std::string& column : object.sight.also_owners) {
        add_column_branch(visibility, Kind::owner, column);
    }
    if (const schema::Object* members = schema_.find(object.sight.members)) {
        Branch made = branch(Kind::member, "id");
        made.object = members;
        made.own_link = object.sight.members_via;
        made.other_link = "user_id";
        visibility.branches.push_back(std::move(made));
    }
    const schema::Object* grants = schema_.find("record_grants");
    if (grants != nullptr && action != Action::create && action != Action::remove) {
        Branch made = branch(Kind::grant, "id", action == Action::update ? "update" : "read");
        made.object = grants;
        visibility.branches.push_back(std::move(made));
    }
}

void Builder::add_wider(Visibility& visibility, Breadth breadth) const {
    if (breadth == Breadth::team) add_column_branch(visibility, Kind::team, "team_id", "team");
    if (breadth != Breadth::team_and_below) return;
    add_column_branch(visibility, Kind::team, "team_id", "team_below");
    add_column_branch(visibility, Kind::territory, "territory_id", "territory");
}

// What activities and their links may name and is not open as a whole. `open_ones`: also what
// everybody with any right sees, for those who have none.
std::vector<Visibility> Builder::named_sights(bool open_ones, int depth) const {
    std::vector<Visibility> sights;
    for (const schema::Object& named : schema_.objects) {
        if (!named.timeline && named.name != "users") continue;
        if (!open_ones && named.sight.kind == schema::SightKind::everyone) continue;
        Visibility seen = build(named, Action::read, depth + 1);
        if (seen.kind != Visibility::Kind::everything) sights.push_back(std::move(seen));
    }
    return sights;
}

// When every record it may follow is open, so is the row; then no condition is needed at all.
void Builder::add_follows(Visibility& visibility, Action action, int depth) const {
    const schema::Field* named = visibility.object->find_field("record_id");
    const bool names = named != nullptr && named->type == schema::FieldType::reference;
    const std::vector<Visibility> sights =
        names ? named_sights(true, depth) : std::vector<Visibility>();
    bool all_open = !visibility.object->sight.follow_links.empty() && sights.empty();
    for (const std::string& link : visibility.object->sight.follow_links) {
        const schema::Field* field = visibility.object->find_field(link);
        const schema::Object* followed = field == nullptr ? nullptr : schema_.find(field->target);
        if (followed == nullptr) {
            all_open = false;
            continue;
        }
        Visibility seen = build(*followed, followed_action(action), depth + 1);
        all_open = all_open && seen.kind == Visibility::Kind::everything && !seen.hides_private;
        if (seen.kind == Visibility::Kind::nothing) continue;
        Branch made = branch(Kind::follows, link);
        made.nested.push_back(std::move(seen));
        made.named = sights;
        visibility.branches.push_back(std::move(made));
    }
    if (all_open) {
        visibility.kind = Visibility::Kind::everything;
        visibility.branches.clear();
    }
}

void Builder::add_through(Visibility& visibility, Action action, int depth) const {
    const schema::SightRule& sight = visibility.object->sight;
    const schema::Object* joining = schema_.find(sight.through_object);
    const schema::Field* other =
        joining == nullptr ? nullptr : joining->find_field(sight.through_other);
    const schema::Object* target = other == nullptr ? nullptr : schema_.find(other->target);
    if (target == nullptr) return;
    Visibility seen = build(*target, followed_action(action), depth + 1);
    if (seen.kind == Visibility::Kind::nothing) return;
    Branch made = branch(Kind::through, "id");
    made.object = joining;
    made.own_link = sight.through_own;
    made.other_link = sight.through_other;
    made.nested.push_back(std::move(seen));
    visibility.branches.push_back(std::move(made));
}

// Activities: participants (links to users) see them, and whoever sees all records that they
// regard, of which one at least must be no record that everybody sees.
// Private ones are for owner, creator, participants and members only, whatever the breadth.
void Builder::add_regarding(Visibility& visibility, Action action, int depth) const {
    visibility.hides_private = visibility.object->find_field("private") != nullptr;
    const bool everything = visibility.kind == Visibility::Kind::everything;
    if (everything && !visibility.hides_private) return;
    if (everything) add_own(visibility, action);  // the ways to see one that is private
    const schema::Object* links = schema_.find("activity_links");
    if (links == nullptr) return;
    if (!is_write(action)) {
        Branch participant = branch(Kind::participant, "id");
        participant.object = links;
        visibility.branches.push_back(std::move(participant));
    }
    if (everything) return;

    Branch regarding = branch(Kind::regarding, "id");
    regarding.object = links;
    for (const schema::Object& regarded : schema_.objects) {
        if (!regarded.timeline || &regarded == visibility.object) continue;
        // Everybody sees the catalogue; what was said about it with a customer is not for
        // everybody.
        if (regarded.sight.kind == schema::SightKind::everyone) continue;
        Visibility seen = build(regarded, followed_action(action), depth + 1);
        if (seen.kind == Visibility::Kind::nothing) continue;
        regarding.nested.push_back(std::move(seen));
    }
    if (regarding.nested.empty()) return;
    regarding.named = named_sights(false, depth);
    visibility.branches.push_back(std::move(regarding));
}

// Personal rows are their owner's; sharing opens them for reading, and for writing to
// administrators.
void Builder::add_personal(Visibility& visibility, Action action) const {
    add_column_branch(visibility, Kind::owner, "owner_id");
    const bool reads = followed_action(action) == Action::read;
    if (action != Action::create && (reads || principal_.administers)) {
        add_column_branch(visibility, Kind::shared, "shared", "everyone");
        add_column_branch(visibility, Kind::shared, "shared", "team");
    }
}

}  // namespace

Breadth own_reach(const Principal& principal, const schema::Object& object, Action action) {
    const Breadth granted = principal.own_breadth(object.name, action);
    const bool touches = action == Action::update || action == Action::remove;
    if (!touches || object.sight.kind == schema::SightKind::personal) return granted;
    return std::min(granted, principal.own_breadth(object.name, Action::read));
}

Breadth reach(const Principal& principal, const schema::Object& object, Action action) {
    Breadth widest = own_reach(principal, object, action);
    if (principal.kind != Principal::Kind::person || !is_lendable(object, action)) return widest;
    for (const Lent& lent : principal.lent) {
        if (lent.covers(object.name, action))
            widest = std::max(widest, own_reach(*lent.from, object, action));
    }
    return widest;
}

Visibility visibility(const Principal& principal, const schema::Schema& schema,
                      const schema::Object& object, Action action) {
    Visibility all = Builder(principal, schema, !outlasts_lending(action)).build(object, action, 0);
    all.action = action;
    return all;
}

Visibility behind_seen(Visibility visibility, std::string_view via) {
    if (visibility.kind != Visibility::Kind::branches) return visibility;
    const auto known = std::find_if(
        visibility.branches.begin(), visibility.branches.end(),
        [&](const Branch& one) { return one.kind == Kind::follows && one.column == via; });
    if (known == visibility.branches.end()) return visibility;
    const bool names = !known->named.empty();
    Visibility& seen = names ? known->nested.front() : visibility;
    seen.kind = Visibility::Kind::everything;
    seen.branches.clear();
    seen.hides_private = false;
    return visibility;
}

}  // namespace clientela::access
