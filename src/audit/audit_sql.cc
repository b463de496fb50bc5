// SPDX-License-Identifier: Apache-2.0
// The log has indexes for records and for its order, and no others, because each would cost every
// save. Everything else is looked through backwards, a bounded number of lines at a time. Moments
// do not follow the order of the log where history was written afterwards (demo, imports), so a
// span of time is a condition like any other.
#include "audit/audit.h"

namespace clientela::audit {
namespace {

constexpr std::int64_t kLinesPerPiece = 50'000;

Result<std::int64_t> newest(db::Transaction& tx) {
    std::int64_t seq = 0;
    // The same hint as in change/log.cc: old statistics must not make SQLite sort the whole log.
    const std::string hint = tx.dialect() == db::Dialect::sqlite ? " not indexed" : "";
    TRY(tx.query({"select seq from change" + hint + " order by seq desc limit 1", {}},
                 [&](const db::Row& row) { seq = row.integer(0); }));
    return seq;
}

void also(db::Sql& sql, std::string_view condition, db::Bind value) {
    sql.text.append(" and ").append(condition);
    sql.args.push_back(std::move(value));
}

db::Sql statement(const Question& question, std::int64_t low, std::int64_t high,
                  db::Dialect dialect) {
    db::Sql sql{
        "select " + std::string(change::columns()) + " from change where seq >= ? and seq < ?",
        {low, high}};
    // Without a record SQLite would read all that ever happened to the object, and sort it.
    const bool only_tested = dialect == db::Dialect::sqlite && !question.record;
    if (question.object != nullptr)
        also(sql, only_tested ? "+object_id = ?" : "object_id = ?",
             static_cast<std::int64_t>(question.object->id));
    if (question.left_out != nullptr)
        also(sql, "object_id <> ?", static_cast<std::int64_t>(question.left_out->id));
    if (question.record) also(sql, "record_id = ?", question.record.value);
    if (question.actor) also(sql, "actor_id = ?", question.actor.value);
    if (question.from) also(sql, "happened_at >= ?", *question.from);
    if (question.until) also(sql, "happened_at < ?", *question.until);
    if (question.field_id != 0)
        also(sql, "diff like ?", "%\"" + std::to_string(question.field_id) + "\":%");
    sql.text += " order by seq desc limit ?";
    sql.args.emplace_back(static_cast<std::int64_t>(question.limit) + 1);
    return sql;
}

}  // namespace

Result<Piece> read_piece(db::Transaction& tx, const Question& question) {
    const std::int64_t end = TRY(newest(tx));
    const std::int64_t high = question.before > 0 ? question.before : end + 1;
    // One record has an index of its own.
    const bool indexed = question.object != nullptr && question.record;
    const std::int64_t low = indexed ? 1 : std::max(std::int64_t{1}, high - kLinesPerPiece);
    Piece piece;
    const db::Sql sql = statement(question, low, high, tx.dialect());
    TRY(tx.query(sql,
                 [&](const db::Row& row) { piece.entries.push_back(change::read_entry(row)); }));
    if (piece.entries.size() > static_cast<std::size_t>(question.limit)) {
        piece.entries.pop_back();
        piece.last = piece.entries.back().seq;
        return piece;
    }
    piece.last = low;
    piece.at_end = low <= 1;
    return piece;
}

// One look into the index of a person's acts of a kind for each.
Result<std::vector<SignIn>> last_sign_ins(db::Transaction& tx) {
    std::vector<SignIn> found;
    TRY(tx.query({"select u.id, (select a.happened_at from act a where a.actor_id = u.id and "
                  "a.kind = ? order by a.happened_at desc limit 1) from \"user\" u "
                  "where u.deleted_at is null order by u.id",
                  {std::string("signed_in")}},
                 [&](const db::Row& row) {
                     if (!row.is_null(1)) found.push_back({Id{row.integer(0)}, row.instant(1)});
                 }));
    return found;
}

}  // namespace clientela::audit
