// SPDX-License-Identifier: Apache-2.0
#include "notification/clock_place.h"

#include <algorithm>

namespace clientela::notification {
namespace {

constexpr std::int64_t kLookBackMs = kDayMs;  // after a long pause, a day is told of
constexpr std::int64_t kSkewMs = 60'000;
constexpr std::int64_t kKeptStruck = 100'000;

}  // namespace

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

Instant look_from(Instant reached, Instant now) {
    const Instant earliest{now.ms - kLookBackMs};
    if (reached.ms > now.ms + kSkewMs) return earliest;
    return std::max(Instant{std::min(reached, now).ms - kSkewMs}, earliest);
}

Instant look_until(Instant reached, Instant now) {
    return reached > now && reached.ms - now.ms <= kSkewMs ? reached : now;
}

Result<bool> strikes_first(db::Transaction& tx, std::string_view name, Id record,
                           Instant struck_at) {
    const std::int64_t added =
        TRY(tx.execute({"insert into clock_told (name, record_id, struck_at) values (?, ?, ?) on "
                        "conflict (name, record_id, struck_at) do nothing",
                        {std::string(name), record.value, struck_at}}));
    return added > 0;
}

Result<void> forget_struck(db::Transaction& tx) {
    TRY(
        tx.execute({"delete from clock_told where struck_at < (select struck_at from clock_told "
                    "order by struck_at desc limit 1 offset ?)",
                    {kKeptStruck}}));
    return {};
}

Result<void> forget_clocks_among_consumers(db::Transaction& tx) {
    TRY(tx.execute(
        {"delete from consumer where name in ('task reminders', 'ended delegations')", {}}));
    return {};
}

}  // namespace clientela::notification
