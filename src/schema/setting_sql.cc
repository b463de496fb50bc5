// SPDX-License-Identifier: Apache-2.0
// One of the few tables that are written beside the one door (ARCHITECTURE.md lists them).
#include "schema/setting.h"

namespace clientela::schema {
namespace {

// What happens to a setting that is there already, behind "on conflict (name) do".
Result<void> insert_setting(db::Transaction& tx, std::string_view name, std::string_view value,
                            std::string_view otherwise) {
    TRY(tx.execute({"insert into setting (name, value) values (?, ?) on conflict (name) do " +
                        std::string(otherwise),
                    {std::string(name), std::string(value)}}));
    return {};
}

}  // namespace

Result<bool> has_setting_table(db::Transaction& tx) {
    const bool sqlite = tx.dialect() == db::Dialect::sqlite;
    const db::Sql sql{sqlite
                          ? "select 1 from sqlite_master where type = 'table' and name = 'setting'"
                          : "select 1 from pg_tables where schemaname = current_schema() and "
                            "tablename = 'setting'",
                      {}};
    bool found = false;
    TRY(tx.query(sql, [&](const db::Row&) { found = true; }));
    return found;
}

Result<std::optional<std::string>> find_setting(db::Transaction& tx, std::string_view name) {
    std::optional<std::string> value;
    TRY(tx.query({"select value from setting where name = ?", {std::string(name)}},
                 [&](const db::Row& row) { value = std::string(row.text(0)); }));
    return value;
}

Result<void> set_setting(db::Transaction& tx, std::string_view name, std::string_view value) {
    return insert_setting(tx, name, value, "update set value = excluded.value");
}

Result<void> add_setting(db::Transaction& tx, std::string_view name, std::string_view value) {
    return insert_setting(tx, name, value, "nothing");
}

Result<void> remove_setting(db::Transaction& tx, std::string_view name) {
    TRY(tx.execute({"delete from setting where name = ?", {std::string(name)}}));
    return {};
}

Result<void> lock_setting(db::Transaction& tx, std::string_view name, std::string_view fresh) {
    return insert_setting(tx, name, fresh, "update set value = setting.value");
}

}  // namespace clientela::schema
