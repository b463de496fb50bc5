// SPDX-License-Identifier: Apache-2.0
// One query over person and role, and one over what is lent to them.
#include "access/load_principal.h"

#include <algorithm>

#include "access/delegation.h"
#include "access/masks.h"
#include "access/rights.h"

namespace clientela::access {
namespace {

// Everybody may lend what they see, whatever their role says of it.
constexpr std::string_view kDelegations = "delegations";

ObjectRights own_delegations() {
    ObjectRights rights;
    for (const Action action : {Action::read, Action::create, Action::update, Action::remove})
        rights.breadth[static_cast<std::size_t>(action)] = Breadth::own;
    return rights;
}

// The schema as something to keep: whoever calls with a bare reference keeps it alive themselves.
std::shared_ptr<const schema::Schema> shared(const schema::Schema& schema) {
    if (auto owned = schema.weak_from_this().lock()) return owned;
    return {std::shared_ptr<const void>(), &schema};
}

void add_masks(Principal& principal, const std::string& text) {
    auto parsed = parse_masks(text);
    if (!parsed.ok()) {  // what cannot be read hides everything that the role could read
        principal.rights.clear();
        return;
    }
    if (!parsed->empty()) principal.masks = std::make_shared<const Masks>(std::move(*parsed));
}

// Rows that follow lent ones are seen as well, whatever objects the delegation names.
bool shows(const Lent& lent, const schema::Schema& schema, const std::string& name) {
    using schema::SightKind;
    if (lent.covers(name, Action::read)) return true;
    const schema::Object* object = schema.find(name);
    return object != nullptr &&
           (object->sight.kind == SightKind::follows || object->sight.kind == SightKind::through ||
            object->sight.kind == SightKind::regarding);
}

// The masks of a lender hold for the rows they lend, and so, while it lasts, for all rows of these
// objects: two people together must not learn what neither of them may know.
void add_masks_of_lenders(Principal& principal, const schema::Schema& schema) {
    Masks united;
    if (principal.masks != nullptr) united = *principal.masks;
    for (const Lent& lent : principal.lent) {
        if (lent.from->masks == nullptr) continue;
        for (const auto& [object, fields] : *lent.from->masks) {
            if (!shows(lent, schema, object)) continue;
            for (const auto& [field, mask] : fields) {
                const auto [found, added] = united[object].emplace(field, mask);
                if (!added) found->second = std::max(found->second, mask);
            }
        }
    }
    if (!united.empty()) principal.masks = std::make_shared<const Masks>(std::move(united));
}

Result<std::optional<Principal>> load_alone(db::Transaction& tx, const schema::Schema& schema,
                                            Id user) {
    std::optional<Principal> principal;
    std::string rights;
    std::string masks;
    TRY(tx.query({"select u.name, u.team_id, u.language, r.id, r.name, r.administers, r.rights, "
                  "r.masks from \"user\" u left join role r on r.id = u.role_id and "
                  "r.deleted_at is null where u.id = ? and u.active and u.deleted_at is null",
                  {user.value}},
                 [&](const db::Row& row) {
                     principal.emplace();
                     principal->kind = Principal::Kind::person;
                     principal->user = user;
                     principal->name = std::string(row.text(0));
                     if (!row.is_null(1)) principal->team = Id{row.integer(1)};
                     if (!row.is_null(2)) principal->language = std::string(row.text(2));
                     if (row.is_null(3)) return;
                     principal->role_id = Id{row.integer(3)};
                     principal->role = std::string(row.text(4));
                     principal->administers = row.boolean(5);
                     rights = std::string(row.text(6));
                     if (!row.is_null(7)) masks = std::string(row.text(7));
                 }));
    if (!principal) return principal;
    auto parsed = parse_rights(rights, schema);
    if (parsed.ok()) principal->rights = std::move(*parsed);
    if (principal->role_id)
        principal->rights.try_emplace(std::string(kDelegations), own_delegations());
    add_masks(*principal, masks);
    return principal;
}

}  // namespace

Result<Principal> load_principal(db::Transaction& tx, const schema::Schema& schema, Id user,
                                 std::optional<Date> today) {
    auto principal = TRY(load_alone(tx, schema, user));
    if (!principal) return make_error(ErrorCode::unauthenticated, "login.needed");
    principal->today = today;
    // What waits for somebody is theirs whatever their role says, and never lent.
    ObjectRights& inbox = principal->rights["notifications"];
    for (const Action action : {Action::read, Action::update, Action::remove})
        inbox.breadth[static_cast<std::size_t>(action)] = Breadth::own;
    const std::vector<Delegation> lent =
        today ? TRY(delegations_to(tx, user, *today)) : std::vector<Delegation>();
    for (const Delegation& one : lent) {
        auto from = TRY(load_alone(tx, schema, one.from));
        if (!from) continue;  // who has left lends nothing
        from->today = today;
        principal->lent.push_back({one.id, std::make_shared<const Principal>(std::move(*from)),
                                   one.may_update, one.objects, to_string(one.last_day)});
    }
    add_masks_of_lenders(*principal, schema);
    if (principal->masks != nullptr) principal->view = narrowed(shared(schema), *principal->masks);
    return std::move(*principal);
}

}  // namespace clientela::access
