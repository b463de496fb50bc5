// SPDX-License-Identifier: Apache-2.0
// Table setting: one of the few that are written beside the one door (ARCHITECTURE.md lists them).
#include "app/settings.h"

namespace clientela::app {

Result<std::optional<std::string>> find_setting(db::Transaction& tx, std::string_view name) {
    std::optional<std::string> value;
    TRY(tx.query({"select value from setting where name = ?", {std::string(name)}},
                 [&](const db::Row& row) { value = std::string(row.text(0)); }));
    return value;
}

Result<void> lock_setting(db::Transaction& tx, std::string_view name, std::string_view fresh) {
    TRY(
        tx.execute({"insert into setting (name, value) values (?, ?) "
                    "on conflict (name) do update set value = setting.value",
                    {std::string(name), std::string(fresh)}}));
    return {};
}

Result<void> set_setting(db::Transaction& tx, std::string_view name, std::string_view value) {
    TRY(
        tx.execute({"insert into setting (name, value) values (?, ?) "
                    "on conflict (name) do update set value = excluded.value",
                    {std::string(name), std::string(value)}}));
    return {};
}

}  // namespace clientela::app
