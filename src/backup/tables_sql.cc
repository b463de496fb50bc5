// SPDX-License-Identifier: Apache-2.0
// Page by page along the key, so that memory does not grow with the store.
#include "backup/tables.h"

#include <algorithm>

#include "backup/row_json.h"
#include "base/hash.h"
#include "base/hex.h"
#include "change/log.h"

namespace clientela::backup {
namespace {

constexpr std::string_view kConsumerTable = "consumer";
constexpr std::string_view kLogTable = "change";
constexpr std::size_t kPageSize = 5'000;

// The place of the rows of a page: where the next one begins.
using Key = std::vector<db::Bind>;

db::Bind bind_of(schema::ColumnKind kind, const db::Row& row, int column) {
    switch (kind) {
        case schema::ColumnKind::text: return std::string(row.text(column));
        case schema::ColumnKind::boolean: return row.boolean(column);
        case schema::ColumnKind::date: return row.date(column);
        case schema::ColumnKind::instant: return row.instant(column);
        default: return row.integer(column);
    }
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + schema::quoted(name);
    return text;
}

db::Sql page_of(const schema::Table& table, const Key& after) {
    std::vector<std::string> columns;
    for (const schema::Column& column : table.columns)
        columns.push_back(column.name);
    db::Sql sql{"select " + joined(columns) + " from " + schema::quoted(table.name), {}};
    if (!after.empty()) {
        std::string marks;
        for (std::size_t place = 0; place < after.size(); ++place)
            marks += place == 0 ? "?" : ", ?";
        sql.text += " where (" + joined(table.key) + ") > (" + marks + ")";
        sql.args = after;
    }
    sql.text += " order by " + joined(table.key) + " limit ?";
    sql.args.emplace_back(static_cast<std::int64_t>(kPageSize));
    return sql;
}

Key key_at(const schema::Table& table, const db::Row& row) {
    Key key;
    for (const std::string& name : table.key) {
        const auto found =
            std::find_if(table.columns.begin(), table.columns.end(),
                         [&](const schema::Column& column) { return column.name == name; });
        key.push_back(bind_of(found->kind, row, static_cast<int>(found - table.columns.begin())));
    }
    return key;
}

Result<std::int64_t> place_without_transactions(db::Transaction& tx, change::Cursor place) {
    std::int64_t seq = 0;
    TRY(tx.query({"select coalesce((select min(seq) - 1 from change where (tx_id, seq) > (?, ?)), "
                  "(select max(seq) from change), 0)",
                  {place.tx_id, place.seq}},
                 [&](const db::Row& row) { seq = row.integer(0); }));
    return seq;
}

// Few rows: [name, tx_id, seq, error].
Result<std::int64_t> each_place(db::Transaction& tx,
                                const std::function<Result<void>(const std::string& line)>& take) {
    std::vector<std::pair<std::string, change::Cursor>> places;
    TRY(tx.query({"select name, tx_id, seq from consumer order by name", {}},
                 [&](const db::Row& row) {
                     places.push_back({std::string(row.text(0)), {row.integer(1), row.integer(2)}});
                 }));
    for (const auto& [name, place] : places) {
        JsonWriter writer;
        writer.begin_array();
        writer.string(name);
        writer.integer(0);
        writer.integer(TRY(place_without_transactions(tx, place)));
        writer.null();
        writer.end_array();
        TRY(take(writer.text()));
    }
    return static_cast<std::int64_t>(places.size());
}

}  // namespace

bool is_kept(const schema::Table& table) {
    return table.name != "session" && table.name != "login_attempt";
}

Result<std::int64_t> each_line(db::Transaction& tx, const schema::Table& table,
                               const std::function<Result<void>(const std::string& line)>& take) {
    if (table.name == kConsumerTable) return each_place(tx, take);
    const std::string without_transaction = table.name == kLogTable ? "tx_id" : "";
    std::int64_t rows = 0;
    Key after;
    for (std::size_t got = kPageSize; got == kPageSize;) {
        std::vector<std::string> lines;
        TRY(tx.query(page_of(table, after), [&](const db::Row& row) {
            JsonWriter writer;
            write_row(writer, table, row, without_transaction);
            lines.push_back(writer.take());
            after = key_at(table, row);
        }));
        for (const std::string& line : lines)
            TRY(take(line));
        got = lines.size();
        rows += static_cast<std::int64_t>(got);
    }
    return rows;
}

void LineHash::add(std::string_view line) {
    std::uint64_t hash = fnv1a_64(line);
    hash = (hash ^ (hash >> 33U)) * 0xff51afd7ed558ccdULL;  // spreads every bit before adding up
    sum_ += hash ^ (hash >> 33U);
}

std::string LineHash::text() const { return hex_number(sum_); }

}  // namespace clientela::backup
