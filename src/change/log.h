// SPDX-License-Identifier: Apache-2.0
// The one log: a line per change, written in the transaction of the change. Audit, timeline,
// stream, search and every later consumer only read it, in the order of (transaction id, seq).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "change/origin.h"
#include "db/store.h"

namespace clientela::change {

enum class Op { create, update, remove, restore };
std::string_view name_of(Op op);  // "create"

struct Entry {
    std::int64_t tx_id =
        0;  // PostgreSQL transaction id; 0 on SQLite, where one writer makes seq the order
    std::int64_t seq = 0;
    Instant happened_at;
    Id actor;
    std::string origin;
    Op op = Op::update;
    std::uint16_t object_id = 0;
    Id record;
    std::int64_t version = 0;
    std::string diff;  // JSON {"FIELD ID": [before, after], ...}; only fields that changed
};

// Opaque outside the server.
struct Cursor {
    std::int64_t tx_id = 0;
    std::int64_t seq = 0;
    auto operator<=>(const Cursor&) const = default;
};

// A log that was restored goes on differently from the one that was lost, so a place in the one
// means nothing in the other: each has a series of its own, which its tokens carry.
using Series = std::uint32_t;  // 24 bits

std::string to_token(Cursor cursor, Series series);
// Nothing for what is no token, or one of another series.
std::optional<Cursor> parse_token(std::string_view token, Series series);

// The series of this store; one that has none yet gets `fresh`.
Result<Series> ensure_series(db::Transaction& tx, Series fresh);
Result<void> begin_series(db::Transaction& tx, Series series);

// The columns of the log, and an entry from a row of them.
std::string_view columns();
Entry read_entry(const db::Row& row);

// Appends; tx_id and seq are given by the store.
Result<void> append(db::Transaction& tx, const Entry& entry);

// Entries after `cursor` in order, at most `limit`, on PostgreSQL only below the oldest transaction
// that still runs, so that nothing committed later can stand before what was read.
Result<std::vector<Entry>> read_after(db::Transaction& tx, Cursor cursor, int limit);

// The place after the newest readable entry.
Result<Cursor> head(db::Transaction& tx);

// History of one record, newest first.
Result<std::vector<Entry>> history(db::Transaction& tx, std::uint16_t object_id, Id record,
                                   int limit, std::optional<Cursor> before = std::nullopt);

// Lines whose origin names the job, newest first below `before`.
Result<std::vector<Entry>> lines_of_job(db::Transaction& tx, Id job, std::int64_t before,
                                        int limit);
Result<std::int64_t> count_lines_of_job(db::Transaction& tx, Id job);

// Progress of consumers.
Result<Cursor> consumer_cursor(db::Transaction& tx, std::string_view name);
Result<void> set_consumer_cursor(db::Transaction& tx, std::string_view name, Cursor cursor);
// The same for somebody who is going to move it: until the transaction ends, nobody else can.
Result<Cursor> lock_consumer(db::Transaction& tx, std::string_view name);
// Why it stands still; empty: it does not.
Result<void> set_consumer_error(db::Transaction& tx, std::string_view name, std::string_view error);

}  // namespace clientela::change
