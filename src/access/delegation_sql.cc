// SPDX-License-Identifier: Apache-2.0
// One statement over an index by delegate and last day.
#include "access/delegation.h"

#include "base/text.h"

namespace clientela::access {

std::vector<std::string> object_names(std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        const std::string_view name = trim(text.substr(0, end));
        if (!name.empty()) names.emplace_back(name);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return names;
}

Result<std::vector<Delegation>> delegations_to(db::Transaction& tx, Id user, Date today) {
    std::vector<Delegation> found;
    TRY(tx.query({"select id, owner_id, level, objects, ends_on from delegation where "
                  "delegate_id = ? and ends_on >= ? and starts_on <= ? and deleted_at is null "
                  "order by id",
                  {user.value, today, today}},
                 [&](const db::Row& row) {
                     if (row.is_null(1)) return;
                     Delegation one;
                     one.id = Id{row.integer(0)};
                     one.from = Id{row.integer(1)};
                     one.may_update = row.text(2) == "update";
                     if (!row.is_null(3)) one.objects = object_names(row.text(3));
                     one.last_day = row.date(4);
                     found.push_back(std::move(one));
                 }));
    return found;
}

}  // namespace clientela::access
