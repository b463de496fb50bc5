// SPDX-License-Identifier: Apache-2.0
// Table notification_mute.
#include "notification/notify.h"

namespace clientela::notification {

Result<std::set<std::string>> muted(db::Transaction& tx, Id user) {
    std::set<std::string> kinds;
    TRY(tx.query({"select kind from notification_mute where user_id = ?", {user.value}},
                 [&](const db::Row& row) { kinds.emplace(row.text(0)); }));
    return kinds;
}

Result<void> set_muted(db::Transaction& tx, Id user, const std::set<std::string>& kinds) {
    TRY(tx.execute({"delete from notification_mute where user_id = ?", {user.value}}));
    for (const std::string& kind : kinds) {
        TRY(tx.execute(
            {"insert into notification_mute (user_id, kind) values (?, ?)", {user.value, kind}}));
    }
    return {};
}

}  // namespace clientela::notification
