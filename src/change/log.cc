// SPDX-License-Identifier: Apache-2.0
// The change log on both stores. On SQLite the one writer makes seq the order of commits.
// PostgreSQL hands out seq before the commit, so its order is (transaction id, seq), and nobody
// reads at or above the oldest transaction that still runs: what commits later always stands after
// what was read.
#include "change/log.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/base64url.h"
#include "base/hash.h"
#include "schema/setting.h"

namespace clientela::change {
namespace {

constexpr std::array<std::string_view, 4> kOpNames{"create", "update", "remove", "restore"};

constexpr std::string_view kColumns =
    "tx_id, seq, happened_at, actor_id, origin, op, object_id, record_id, version, diff";

// The first transaction id that may still be running; everything below is committed or undone.
constexpr std::string_view kOldestRunning = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

bool orders_by_seq(const db::Transaction& tx) { return tx.dialect() == db::Dialect::sqlite; }

Op parse_op(std::string_view name) {
    const auto found = std::find(kOpNames.begin(), kOpNames.end(), name);
    CHECK(found != kOpNames.end());
    return static_cast<Op>(found - kOpNames.begin());
}

db::Bind bind_id(Id id) { return id ? db::Bind{id.value} : db::Bind{}; }

Result<std::vector<Entry>> read_entries(db::Transaction& tx, const db::Sql& sql) {
    std::vector<Entry> entries;
    TRY(tx.query(sql, [&](const db::Row& row) { entries.push_back(read_entry(row)); }));
    return entries;
}

// A token is 16 bytes of the two numbers, three of the series and two of a checksum, in base64url
// without padding.
constexpr std::size_t kTokenBytes = 21;
constexpr std::size_t kCheckedBytes = 19;
constexpr Series kSeriesMask = 0xFFFFFF;
constexpr const char* kSeriesSetting = "log.series";
using TokenBytes = std::array<std::uint8_t, kTokenBytes>;

// Finds typing errors and cut tokens; it is no secret.
std::uint16_t checksum(const TokenBytes& bytes) {
    const char* first = reinterpret_cast<const char*>(bytes.data());
    const std::uint32_t hash = fnv1a_32({first, kCheckedBytes});
    return static_cast<std::uint16_t>(hash ^ (hash >> 16));
}

void put_number(TokenBytes& bytes, std::size_t start, std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[start + i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
    }
}

std::int64_t take_number(const TokenBytes& bytes, std::size_t start) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i)
        bits = (bits << 8) | bytes[start + i];
    return static_cast<std::int64_t>(bits);
}

}  // namespace

std::string_view name_of(Op op) { return kOpNames[static_cast<std::size_t>(op)]; }

std::string_view columns() { return kColumns; }

Entry read_entry(const db::Row& row) {
    Entry entry;
    entry.tx_id = row.integer(0);
    entry.seq = row.integer(1);
    entry.happened_at = row.instant(2);
    entry.actor = row.is_null(3) ? Id{} : Id{row.integer(3)};
    entry.origin = std::string(row.text(4));
    entry.op = parse_op(row.text(5));
    entry.object_id = static_cast<std::uint16_t>(row.integer(6));
    entry.record = row.is_null(7) ? Id{} : Id{row.integer(7)};
    entry.version = row.integer(8);
    entry.diff = std::string(row.text(9));
    return entry;
}

std::string to_token(Cursor cursor, Series series) {
    TokenBytes bytes{};
    put_number(bytes, 0, cursor.tx_id);
    put_number(bytes, 8, cursor.seq);
    for (std::size_t i = 0; i < 3; ++i)
        bytes[16 + i] = static_cast<std::uint8_t>(series >> (16 - 8 * i));
    const std::uint16_t check = checksum(bytes);
    bytes[19] = static_cast<std::uint8_t>(check >> 8);
    bytes[20] = static_cast<std::uint8_t>(check & 0xFF);
    return to_base64url(bytes);
}

std::optional<Cursor> parse_token(std::string_view token, Series series) {
    const auto read = from_base64url(token);
    if (!read || read->size() != kTokenBytes) return std::nullopt;
    TokenBytes bytes{};
    std::copy(read->begin(), read->end(), bytes.begin());
    const std::uint16_t check = checksum(bytes);
    if (bytes[19] != check >> 8 || bytes[20] != (check & 0xFF)) return std::nullopt;
    const Series given = Series{bytes[16]} << 16U | Series{bytes[17]} << 8U | bytes[18];
    if (given != (series & kSeriesMask)) return std::nullopt;
    const Cursor cursor{take_number(bytes, 0), take_number(bytes, 8)};
    if (cursor.tx_id < 0 || cursor.seq < 0) return std::nullopt;
    return cursor;
}

Result<void> begin_series(db::Transaction& tx, Series series) {
    return schema::set_setting(tx, kSeriesSetting, std::to_string(series & kSeriesMask));
}

Result<Series> ensure_series(db::Transaction& tx, Series fresh) {
    TRY(schema::add_setting(tx, kSeriesSetting, std::to_string(fresh & kSeriesMask)));
    const std::string kept = TRY(schema::find_setting(tx, kSeriesSetting)).value_or("");
    return static_cast<Series>(std::strtoul(kept.c_str(), nullptr, 10));
}

Result<void> append(db::Transaction& tx, const Entry& entry) {
    const std::optional<Id> job = job_of(entry.origin);
    db::Sql sql;
    sql.text =
        "insert into change (tx_id, happened_at, actor_id, origin, op, object_id, record_id, "
        "version, diff";
    sql.text += job ? ", job_id) values (" : ") values (";
    sql.text += orders_by_seq(tx) ? "0" : "pg_current_xact_id()::text::bigint";
    sql.text += job ? ", ?, ?, ?, ?, ?, ?, ?, ?, ?)" : ", ?, ?, ?, ?, ?, ?, ?, ?)";
    sql.args = {entry.happened_at,
                bind_id(entry.actor),
                entry.origin,
                std::string(name_of(entry.op)),
                static_cast<std::int64_t>(entry.object_id),
                bind_id(entry.record),
                entry.version,
                entry.diff};
    if (job) sql.args.emplace_back(job->value);
    TRY(tx.execute(sql));
    return {};
}

Result<std::vector<Entry>> lines_of_job(db::Transaction& tx, Id job, std::int64_t before,
                                        int limit) {
    return read_entries(tx, {"select " + std::string(kColumns) +
                                 " from change where job_id = ? and seq < ? order by seq desc "
                                 "limit ?",
                             {job.value, before, static_cast<std::int64_t>(limit)}});
}

Result<std::int64_t> count_lines_of_job(db::Transaction& tx, Id job) {
    std::int64_t count = 0;
    TRY(tx.query({"select count(*) from change where job_id = ?", {job.value}},
                 [&](const db::Row& row) { count = row.integer(0); }));
    return count;
}

Result<std::vector<Entry>> read_after(db::Transaction& tx, Cursor cursor, int limit) {
    db::Sql sql;
    sql.text = "select " + std::string(kColumns) + " from change ";
    if (orders_by_seq(tx)) {
        // Statistics taken when the log was short make SQLite sort all of it by another index.
        sql.text += "not indexed where seq > ? order by seq limit ?";
        sql.args = {cursor.seq, static_cast<std::int64_t>(limit)};
    } else {
        sql.text += "where tx_id < " + std::string(kOldestRunning) +
                    " and (tx_id, seq) > (?, ?) order by tx_id, seq limit ?";
        sql.args = {cursor.tx_id, cursor.seq, static_cast<std::int64_t>(limit)};
    }
    return read_entries(tx, sql);
}

Result<Cursor> head(db::Transaction& tx) {
    db::Sql sql;
    if (orders_by_seq(tx)) {
        sql.text = "select 0, seq from change not indexed order by seq desc limit 1";
    } else {
        sql.text = "select tx_id, seq from change where tx_id < " + std::string(kOldestRunning) +
                   " order by tx_id desc, seq desc limit 1";
    }
    Cursor cursor;
    TRY(tx.query(sql, [&](const db::Row& row) {
        cursor = Cursor{row.integer(0), row.integer(1)};
    }));
    return cursor;
}

Result<std::vector<Entry>> history(db::Transaction& tx, std::uint16_t object_id, Id record,
                                   int limit, std::optional<Cursor> before) {
    // Changes of one record wait for each other on its row, so their seq rises with their commits.
    db::Sql sql;
    sql.text =
        "select " + std::string(kColumns) + " from change where object_id = ? and record_id = ?";
    sql.args = {static_cast<std::int64_t>(object_id), record.value};
    if (before) {
        sql.text += " and seq < ?";
        sql.args.emplace_back(before->seq);
    }
    sql.text += " order by seq desc limit ?";
    sql.args.emplace_back(static_cast<std::int64_t>(limit));
    return read_entries(tx, sql);
}

Result<Cursor> consumer_cursor(db::Transaction& tx, std::string_view name) {
    Cursor cursor;
    TRY(tx.query({"select tx_id, seq from consumer where name = ?", {std::string(name)}},
                 [&](const db::Row& row) {
                     cursor = Cursor{row.integer(0), row.integer(1)};
                 }));
    return cursor;
}

Result<void> set_consumer_cursor(db::Transaction& tx, std::string_view name, Cursor cursor) {
    TRY(
        tx.execute({"insert into consumer (name, tx_id, seq) values (?, ?, ?) "
                    "on conflict (name) do update set tx_id = excluded.tx_id, seq = excluded.seq",
                    {std::string(name), cursor.tx_id, cursor.seq}}));
    return {};
}

Result<Cursor> lock_consumer(db::Transaction& tx, std::string_view name) {
    TRY(
        tx.execute({"insert into consumer (name, tx_id, seq) values (?, 0, 0) "
                    "on conflict (name) do nothing",
                    {std::string(name)}}));
    db::Sql sql{"select tx_id, seq from consumer where name = ?", {std::string(name)}};
    if (tx.dialect() == db::Dialect::postgres) sql.text += " for update";
    Cursor cursor;
    TRY(tx.query(sql, [&](const db::Row& row) {
        cursor = Cursor{row.integer(0), row.integer(1)};
    }));
    return cursor;
}

Result<void> set_consumer_error(db::Transaction& tx, std::string_view name,
                                std::string_view error) {
    const db::Bind text = error.empty() ? db::Bind{} : db::Bind{std::string(error)};
    TRY(
        tx.execute({"insert into consumer (name, tx_id, seq, error) values (?, 0, 0, ?) "
                    "on conflict (name) do update set error = excluded.error",
                    {std::string(name), text}}));
    return {};
}

}  // namespace clientela::change
