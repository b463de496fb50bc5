// SPDX-License-Identifier: Apache-2.0
// One query over person and role, and one over what is lent to them.
#include "access/load_principal.h"

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

void add_masks(Principal& principal, const schema::Schema& schema, const std::string& text) {
    auto parsed = parse_masks(text);
    if (!parsed.ok()) {  // what cannot be read hides everything that the role could read
        principal.rights.clear();
        return;
    }
    if (parsed->empty()) return;
    principal.view = narrowed(shared(schema), *parsed);
    principal.masks = std::make_shared<const Masks>(std::move(*parsed));
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
    add_masks(*principal, schema, masks);
    return principal;
}

}  // namespace

Result<Principal> load_principal(db::Transaction& tx, const schema::Schema& schema, Id user,
                                 std::optional<Date> today) {
    auto principal = TRY(load_alone(tx, schema, user));
    if (!principal) return make_error(ErrorCode::unauthenticated, "login.needed");
    // What waits for somebody is theirs whatever their role says, and never lent.
    ObjectRights& inbox = principal->rights["notifications"];
    for (const Action action : {Action::read, Action::update, Action::remove})
        inbox.breadth[static_cast<std::size_t>(action)] = Breadth::own;
    if (!today) return std::move(*principal);
    for (const Delegation& one : TRY(delegations_to(tx, user, *today))) {
        auto from = TRY(load_alone(tx, schema, one.from));
        if (!from) continue;  // who has left lends nothing
        principal->lent.push_back({one.id, std::make_shared<const Principal>(std::move(*from)),
                                   one.may_update, one.objects, to_string(one.last_day)});
    }
    return std::move(*principal);
}

}  // namespace clientela::access
