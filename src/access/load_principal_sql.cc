// SPDX-License-Identifier: Apache-2.0
// One query over person and role.
#include <optional>

#include "access/load_principal.h"
#include "access/rights.h"

namespace clientela::access {

Result<Principal> load_principal(db::Transaction& tx, const schema::Schema& schema, Id user) {
    std::optional<Principal> principal;
    std::string rights;
    TRY(tx.query({"select u.name, u.team_id, u.language, r.id, r.name, r.administers, r.rights "
                  "from \"user\" u left join role r on r.id = u.role_id and r.deleted_at is null "
                  "where u.id = ? and u.active and u.deleted_at is null",
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
                 }));
    if (!principal) return make_error(ErrorCode::unauthenticated, "login.needed");
    auto parsed = parse_rights(rights, schema);
    if (!parsed.ok()) return std::move(*principal);
    principal->rights = std::move(*parsed);
    // What waits for somebody is theirs whatever their role says.
    ObjectRights& inbox = principal->rights["notifications"];
    for (const Action action : {Action::read, Action::update, Action::remove})
        inbox.breadth[static_cast<std::size_t>(action)] = Breadth::own;
    return std::move(*principal);
}

}  // namespace clientela::access
