// SPDX-License-Identifier: Apache-2.0
#include "notification/clock_place.h"

namespace clientela::notification {

Result<Instant> lock_clock_place(db::Transaction& tx, std::string_view name) {
    TRY(
        tx.execute({"insert into clock_place (name, until) values (?, ?) on conflict (name) do "
                    "nothing",
                    {std::string(name), Instant{}}}));
    db::Sql sql{"select until from clock_place where name = ?", {std::string(name)}};
    if (tx.dialect() == db::Dialect::postgres) sql.text += " for update";
    Instant until;
    TRY(tx.query(sql, [&](const db::Row& row) { until = row.instant(0); }));
    return until;
}

Result<void> set_clock_place(db::Transaction& tx, std::string_view name, Instant until) {
    TRY(tx.execute(
        {"update clock_place set until = ? where name = ?", {until, std::string(name)}}));
    return {};
}

Result<void> forget_clocks_among_consumers(db::Transaction& tx) {
    TRY(tx.execute(
        {"delete from consumer where name in ('task reminders', 'ended delegations')", {}}));
    return {};
}

}  // namespace clientela::notification
