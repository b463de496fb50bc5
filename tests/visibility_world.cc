// SPDX-License-Identifier: Apache-2.0
// The naive answer follows the sentences of the design one by one.
#include "tests/visibility_world.h"

#include <algorithm>
#include <array>

namespace clientela {

using access::Action;
using access::Breadth;
using access::Principal;

namespace {

const Date kToday = *parse_date("2026-11-25");

}  // namespace

std::int64_t WorldRow::number(const std::string& name) const {
    const auto found = numbers.find(name);
    return found == numbers.end() ? 0 : found->second;
}

std::string WorldRow::text(const std::string& name) const {
    const auto found = texts.find(name);
    return found == texts.end() ? std::string() : found->second;
}

VisibilityWorld::VisibilityWorld(const schema::Schema& schema, std::uint64_t seed,
                                 const WorldSize& size)
    : schema_(schema), random_(seed) {
    make_people(size);
    make_records(size);
    make_around(size);
    make_grants();
    make_rights();
}

bool VisibilityWorld::chance(int percent) { return static_cast<int>(random_() % 100) < percent; }

WorldRow& VisibilityWorld::add(const std::string& object) {
    WorldRow made;
    made.id = ++next_id_;
    std::vector<WorldRow>& all = rows_[object];
    all.push_back(std::move(made));
    return all.back();
}

std::int64_t VisibilityWorld::any(const std::string& object) {
    const std::vector<WorldRow>& all = rows_[object];
    return all.empty() ? 0 : all[random_() % all.size()].id;
}

void VisibilityWorld::link(WorldRow& row, const std::string& field, const std::string& target,
                           int percent) {
    if (!chance(percent)) return;
    const std::int64_t id = any(target);
    if (id != 0 && id != row.id) row.numbers[field] = id;
}

void VisibilityWorld::own(WorldRow& row) {
    link(row, "owner_id", "users", 85);
    link(row, "team_id", "teams", 80);
    link(row, "territory_id", "territories", 60);
    link(row, "created_by_id", "users", 90);
}

void VisibilityWorld::make_people(const WorldSize& size) {
    // Parents stand before their children, so both trees have no cycle.
    for (int i = 0; i < size.teams; ++i)
        link(add("teams"), "parent_id", "teams", 75);
    for (int i = 0; i < size.territories; ++i)
        link(add("territories"), "parent_id", "territories", 75);
    for (int i = 0; i < 3; ++i)
        add("roles");
    for (int i = 0; i < size.users; ++i) {
        WorldRow& user = add("users");
        link(user, "team_id", "teams", 85);
        link(user, "role_id", "roles", 100);
        const std::int64_t id = user.id;
        for (const auto& [object, field, target] :
             {std::array<std::string, 3>{"user_teams", "team_id", "teams"},
              std::array<std::string, 3>{"user_territories", "territory_id", "territories"}}) {
            if (!chance(50)) continue;
            WorldRow& member = add(object);
            member.numbers["user_id"] = id;
            link(member, field, target, 100);
            member.binned = chance(20);
        }
    }
}

void VisibilityWorld::make_records(const WorldSize& size) {
    // A name that search finds: a word of all and a word of its own.
    const auto named = [](WorldRow& row) -> WorldRow& {
        row.texts["name"] = "palabra w" + std::to_string(row.id);
        return row;
    };
    for (int i = 0; i < size.accounts; ++i)
        own(named(add("accounts")));
    for (WorldRow& row : rows_["accounts"])
        link(row, "originator_id", "users", 20);
    for (int i = 0; i < size.accounts / 4; ++i) {
        WorldRow& lead = named(add("leads"));
        own(lead);
        link(lead, "originator_id", "users", 30);
    }
    for (int i = 0; i < size.contacts; ++i)
        own(named(add("contacts")));
    for (int i = 0; i < size.opportunities; ++i) {
        WorldRow& opportunity = named(add("opportunities"));
        own(opportunity);
        link(opportunity, "account_id", "accounts", 80);
        link(opportunity, "originator_id", "users", 20);
    }
    for (int i = 0; i < 5; ++i)
        named(add("products"));
    for (int i = 0; i < size.users * 2; ++i) {
        WorldRow& view = add("views");
        own(view);
        constexpr std::array<const char*, 3> kShared{"private", "team", "everyone"};
        view.texts["shared"] = kShared[random_() % kShared.size()];
    }
}

void VisibilityWorld::make_around(const WorldSize& size) {
    const auto join = [&](const std::string& object, const std::string& a, const std::string& b,
                          const std::string& a_target, const std::string& b_target) {
        WorldRow& row = add(object);
        link(row, a, a_target, 100);
        link(row, b, b_target, 100);
        row.binned = chance(15);
    };
    for (int i = 0; i < size.contacts; ++i) {
        join("account_contacts", "account_id", "contact_id", "accounts", "contacts");
    }
    for (int i = 0; i < size.accounts / 3; ++i) {
        join("account_members", "account_id", "user_id", "accounts", "users");
        WorldRow& holding = add("holdings");
        link(holding, "account_id", "accounts", 100);
        link(holding, "product_id", "products", 100);
    }
    for (int i = 0; i < size.opportunities / 3; ++i) {
        join("opportunity_members", "opportunity_id", "user_id", "opportunities", "users");
        link(add("opportunity_lines"), "opportunity_id", "opportunities", 100);
    }
    for (int i = 0; i < size.contacts; ++i) {
        WorldRow& point = add("contact_points");
        const bool both = chance(20);
        const bool of_account = chance(50);
        if (both || of_account) link(point, "account_id", "accounts", 100);
        if (both || !of_account) link(point, "contact_id", "contacts", 100);
    }
    for (int i = 0; i < size.activities; ++i) {
        WorldRow& activity = add("activities");
        own(activity);
        if (chance(25)) activity.numbers["private"] = 1;
    }
    constexpr std::array<const char*, 6> kRegarded{"accounts", "contacts", "opportunities",
                                                   "leads",    "products", "users"};
    for (int i = 0; i < size.activities; ++i) {
        WorldRow& regarded = add("activity_links");
        link(regarded, "activity_id", "activities", 100);
        regarded.texts["object"] = kRegarded[random_() % kRegarded.size()];
        regarded.numbers["record_id"] = any(regarded.texts["object"]);
        regarded.binned = chance(10);
    }
}

void VisibilityWorld::make_grants() {
    for (const char* object : {"accounts", "contacts", "opportunities", "leads", "activities"}) {
        for (int i = 0; i < 12; ++i) {
            WorldRow& grant = add("record_grants");
            grant.texts["object"] = object;
            grant.numbers["record_id"] = any(object);
            constexpr std::array<const char*, 3> kGrantees{"user", "team", "role"};
            const std::string grantee = kGrantees[random_() % kGrantees.size()];
            grant.texts["grantee"] = grantee;
            grant.numbers["grantee_id"] = any(grantee + "s");
            grant.texts["level"] = chance(50) ? "read" : "update";
            grant.binned = chance(15);
            if (chance(15))
                grant.texts["ends_on"] = to_string(Date{kToday.days - (chance(50) ? 1 : 0)});
        }
    }
}

void VisibilityWorld::make_rights() {
    constexpr std::array<Breadth, 5> kBreadths{Breadth::none, Breadth::own, Breadth::team,
                                               Breadth::team_and_below, Breadth::all};
    for (const WorldRow& user : rows_["users"]) {
        Principal person;
        person.kind = Principal::Kind::person;
        person.today = kToday;
        person.user = Id{user.id};
        person.team = Id{user.number("team_id")};
        person.role_id = Id{user.number("role_id")};
        person.administers = chance(20);
        for (const schema::Object& object : schema_.objects) {
            if (chance(5)) continue;  // a missing object is no right at all
            for (Breadth& breadth : person.rights[object.name].breadth) {
                breadth = kBreadths[random_() % kBreadths.size()];
            }
        }
        people_.push_back(std::move(person));
    }
    // Some stand in for others: for reading or also changing, for all objects or for some.
    for (std::size_t i = 0; i + 1 < people_.size(); i += 3) {
        auto away = std::make_shared<Principal>(people_[i + 1]);
        away->lent.clear();
        access::Lent lent{Id{1}, std::move(away), chance(50), {}, "2999-01-01"};
        if (chance(50)) lent.objects = {"accounts", "activities", "contact_points"};
        people_[i].lent.push_back(std::move(lent));
    }
    Principal nobody = people_.front();
    nobody.kind = Principal::Kind::nobody;
    people_.push_back(nobody);
    people_.push_back(Principal::system("test"));
}

const std::vector<WorldRow>& VisibilityWorld::rows(const std::string& object) const {
    static const std::vector<WorldRow> kNone;
    const auto found = rows_.find(object);
    return found == rows_.end() ? kNone : found->second;
}

namespace {

db::Sql insert_sql(const schema::Object& object, const WorldRow& row) {
    db::Sql sql{"insert into \"" + object.singular + "\" (id, version", {row.id, std::int64_t{1}}};
    std::string marks = "?, ?";
    const auto set = [&](const std::string& column, db::Bind value) {
        sql.text += ", " + column;
        marks += ", ?";
        sql.args.push_back(std::move(value));
    };
    for (const auto& [name, number] : row.numbers) {
        const bool truth = object.field(name).type == schema::FieldType::boolean;
        set(name, truth ? db::Bind{number != 0} : db::Bind{number});
    }
    for (const auto& [name, text] : row.texts) {
        const bool date = object.field(name).type == schema::FieldType::date;
        set(name, date ? db::Bind{parse_date(text).value()} : db::Bind{text});
    }
    if (row.binned) set("deleted_at", Instant{1'700'000'000'000});
    sql.text += ") values (" + marks + ")";
    return sql;
}

}  // namespace

Result<void> VisibilityWorld::write(db::Store& store) const {
    return store.write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& [name, all] : rows_) {
            for (const WorldRow& one : all)
                TRY(tx.execute(insert_sql(schema_.get(name), one)));
        }
        return {};
    });
}

const WorldRow* VisibilityWorld::row(const std::string& object, std::int64_t id) const {
    for (const WorldRow& one : rows(object)) {
        if (one.id == id) return &one;
    }
    return nullptr;
}

VisibilityWorld::Scopes VisibilityWorld::below(const std::string& tree, Scopes scopes) const {
    for (std::size_t before = 0; before != scopes.size();) {
        before = scopes.size();
        for (const WorldRow& node : rows(tree)) {
            if (scopes.contains(node.number("parent_id"))) scopes.insert(node.id);
        }
    }
    return scopes;
}

VisibilityWorld::Scopes VisibilityWorld::teams_of(std::int64_t user) const {
    Scopes teams;
    if (const std::int64_t home = row("users", user)->number("team_id")) teams.insert(home);
    for (const WorldRow& member : rows("user_teams")) {
        if (!member.binned && member.number("user_id") == user)
            teams.insert(member.number("team_id"));
    }
    return teams;
}

VisibilityWorld::Scopes VisibilityWorld::territories_of(std::int64_t user) const {
    Scopes territories;
    for (const WorldRow& member : rows("user_territories")) {
        if (!member.binned && member.number("user_id") == user) {
            territories.insert(member.number("territory_id"));
        }
    }
    return below("territories", territories);
}

bool VisibilityWorld::is_granted(const Principal& principal, const std::string& object,
                                 std::int64_t id, Action action) const {
    if (action == Action::create || action == Action::remove) return false;
    for (const WorldRow& grant : rows("record_grants")) {
        if (grant.binned || grant.text("object") != object || grant.number("record_id") != id)
            continue;
        const std::string until = grant.text("ends_on");
        if (!until.empty() && until < to_string(*principal.today)) continue;  // its last day counts
        if (action == Action::update && grant.text("level") != "update") continue;
        const std::int64_t grantee = grant.number("grantee_id");
        const std::string kind = grant.text("grantee");
        if (kind == "user" && grantee == principal.user.value) return true;
        if (kind == "role" && grantee == principal.role_id.value) return true;
        if (kind == "team" && teams_of(principal.user.value).contains(grantee)) return true;
    }
    return false;
}

bool VisibilityWorld::is_own(const Principal& principal, const schema::Object& object,
                             const WorldRow& row, Action action) const {
    const std::int64_t user = principal.user.value;
    if (row.number("owner_id") == user) return true;
    for (const std::string& field : object.sight.also_owners) {
        if (row.number(field) == user) return true;
    }
    for (const WorldRow& member : rows(object.sight.members)) {
        if (!member.binned && member.number(object.sight.members_via) == row.id &&
            member.number("user_id") == user) {
            return true;
        }
    }
    return is_granted(principal, object.name, row.id, action);
}

bool VisibilityWorld::is_wider(const Principal& principal, const WorldRow& row,
                               Breadth breadth) const {
    const Scopes teams = teams_of(principal.user.value);
    if (breadth == Breadth::team) return teams.contains(row.number("team_id"));
    if (breadth != Breadth::team_and_below) return false;
    return below("teams", teams).contains(row.number("team_id")) ||
           territories_of(principal.user.value).contains(row.number("territory_id"));
}

bool VisibilityWorld::is_regarded(const Principal& principal, const WorldRow& activity,
                                  Action action) const {
    bool any = false;
    for (const WorldRow& one : rows("activity_links")) {
        if (one.binned || one.number("activity_id") != activity.id) continue;
        const schema::Object& regarded = schema_.get(one.text("object"));
        if (!regarded.timeline || regarded.sight.kind == schema::SightKind::everyone) continue;
        const WorldRow* record = row(regarded.name, one.number("record_id"));
        if (record == nullptr) continue;
        if (!can(principal, regarded.name, *record, Action::read)) return false;
        any = any || can(principal, regarded.name, *record, action);
    }
    return any;
}

// A link of an activity names a record, which must be in sight as well.
bool VisibilityWorld::names_seen(const Principal& principal, const WorldRow& one) const {
    const std::string named = one.text("object");
    if (named.empty()) return true;
    const WorldRow* record = row(named, one.number("record_id"));
    return record == nullptr || can(principal, named, *record, Action::read);
}

// Whether a person has to do with a private activity itself.
bool VisibilityWorld::concerns(const Principal& principal, const schema::Object& object,
                               const WorldRow& activity, Action action) const {
    const std::int64_t user = principal.user.value;
    if (activity.number("owner_id") == user || activity.number("created_by_id") == user)
        return true;
    for (const WorldRow& member : rows(object.sight.members)) {
        if (!member.binned && member.number(object.sight.members_via) == activity.id &&
            member.number("user_id") == user) {
            return true;
        }
    }
    if (action == Action::create || action == Action::update || action == Action::remove)
        return false;
    for (const WorldRow& one : rows("activity_links")) {
        if (!one.binned && one.number("activity_id") == activity.id &&
            one.text("object") == "users" && one.number("record_id") == user) {
            return true;
        }
    }
    return false;
}

// Of what somebody away sees themselves, the rest of the world is left as it is; nothing personal,
// nothing private, no configuration.
bool VisibilityWorld::is_lent(const Principal& principal, const std::string& name,
                              const WorldRow& row, Action action) const {
    const schema::Object& object = schema_.get(name);
    if (object.sight.kind == schema::SightKind::personal) return false;
    if (object.administered && action == Action::update) return false;
    if (row.number("private") != 0 && !concerns(principal, object, row, action)) return false;
    for (const access::Lent& lent : principal.lent) {
        if (lent.covers(name, action) && can(*lent.from, name, row, action)) return true;
    }
    return false;
}

bool VisibilityWorld::can(const Principal& principal, const std::string& name, const WorldRow& row,
                          Action action) const {
    if (principal.kind == Principal::Kind::system) return true;
    if (principal.kind == Principal::Kind::nobody) return false;
    if (!principal.lent.empty() && (action == Action::create || action == Action::remove)) {
        Principal alone = principal;  // neither is lent, nor what follows from what is lent
        alone.lent.clear();
        return can(alone, name, row, action);
    }
    if (!principal.lent.empty() && is_lent(principal, name, row, action)) return true;
    const auto rights = principal.rights.find(name);
    if (rights == principal.rights.end()) return false;
    Breadth breadth = rights->second.of(action);
    const schema::Object& object = schema_.get(name);
    const bool personal = object.sight.kind == schema::SightKind::personal;
    if (action == Action::export_ ||
        (!personal && (action == Action::update || action == Action::remove)))
        breadth = std::min(breadth, rights->second.of(Action::read));
    if (breadth == Breadth::none) return false;
    const bool writes =
        action == Action::create || action == Action::update || action == Action::remove;
    if (object.administered && writes && !principal.administers) return false;
    const Action followed = writes ? Action::update : Action::read;
    const auto follows = [&](const std::string& target, std::int64_t id) {
        const WorldRow* record = this->row(target, id);
        return record != nullptr && can(principal, target, *record, followed);
    };
    const auto own_or_wider = [&] {
        return breadth == Breadth::all || is_own(principal, object, row, action) ||
               is_wider(principal, row, breadth);
    };
    switch (object.sight.kind) {
        case schema::SightKind::everyone: return true;
        case schema::SightKind::owned: return own_or_wider();
        case schema::SightKind::follows:
            if (!names_seen(principal, row)) return false;
            for (const std::string& field : object.sight.follow_links) {
                if (follows(object.field(field).target, row.number(field))) return true;
            }
            return false;
        case schema::SightKind::through:
            if (own_or_wider()) return true;
            for (const WorldRow& one : rows("account_contacts")) {
                if (!one.binned && one.number("contact_id") == row.id &&
                    follows("accounts", one.number("account_id"))) {
                    return true;
                }
            }
            return false;
        case schema::SightKind::regarding:
            if (row.number("private") != 0 && !concerns(principal, object, row, action))
                return false;
            return own_or_wider() || concerns(principal, object, row, action) ||
                   is_regarded(principal, row, followed);
        case schema::SightKind::personal:
            if (row.number("owner_id") == principal.user.value) return true;
            if (action == Action::create || (writes && !principal.administers)) return false;
            return row.text("shared") == "everyone" ||
                   (row.text("shared") == "team" &&
                    teams_of(principal.user.value).contains(row.number("team_id")));
    }
    return false;
}

}  // namespace clientela
