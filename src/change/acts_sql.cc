// SPDX-License-Identifier: Apache-2.0
// Table act. Rows are never changed, but that erasing a person blanks their mail in them.
#include "change/acts.h"

namespace clientela::change {
namespace {

db::Bind text_or_null(const std::string& text) {
    return text.empty() ? db::Bind{} : db::Bind{text};
}

void also(db::Sql& sql, std::string_view condition, db::Bind value) {
    sql.text.append(" and ").append(condition);
    sql.args.push_back(std::move(value));
}

// When the act happened; nothing: there is none.
Result<std::optional<Instant>> moment_of(db::Transaction& tx, std::int64_t seq) {
    std::optional<Instant> at;
    TRY(tx.query({"select happened_at from act where seq = ?", {seq}},
                 [&](const db::Row& row) { at = row.instant(0); }));
    return at;
}

}  // namespace

Result<void> record_act(db::Transaction& tx, const Act& act) {
    TRY(tx.execute(
        {"insert into act (happened_at, actor_id, kind, subject, address, detail) "
         "values (?, ?, ?, ?, ?, ?)",
         {act.happened_at, act.actor ? db::Bind{act.actor.value} : db::Bind{}, act.kind,
          text_or_null(act.subject), text_or_null(act.address), text_or_null(act.detail)}}));
    return {};
}

Result<std::vector<Act>> list_acts(db::Transaction& tx, const ActQuestion& question) {
    db::Sql sql{
        "select seq, happened_at, actor_id, kind, subject, address, detail from act "
        "where 1 = 1",
        {}};
    std::optional<Instant> until = question.until;
    if (question.before > 0) {
        const std::optional<Instant> at = TRY(moment_of(tx, question.before));
        if (at && (!until || *at < *until)) {
            until.reset();  // a second upper bound could be the one that is looked up
            also(sql, "happened_at <= ?", *at);
            also(sql, "(happened_at < ?", *at);
            sql.text += " or seq < ?)";
            sql.args.emplace_back(question.before);
        } else if (!at) {
            also(sql, "seq < ?", question.before);
        }
    }
    if (!question.kind.empty()) also(sql, "kind = ?", question.kind);
    if (question.actor) also(sql, "actor_id = ?", question.actor.value);
    if (question.from) also(sql, "happened_at >= ?", *question.from);
    if (until) also(sql, "happened_at < ?", *until);
    sql.text += " order by happened_at desc, seq desc limit ?";
    sql.args.emplace_back(static_cast<std::int64_t>(question.limit));
    std::vector<Act> acts;
    TRY(tx.query(sql, [&](const db::Row& row) {
        Act act;
        act.seq = row.integer(0);
        act.happened_at = row.instant(1);
        act.actor = row.is_null(2) ? Id{} : Id{row.integer(2)};
        act.kind = std::string(row.text(3));
        if (!row.is_null(4)) act.subject = std::string(row.text(4));
        if (!row.is_null(5)) act.address = std::string(row.text(5));
        if (!row.is_null(6)) act.detail = std::string(row.text(6));
        acts.push_back(std::move(act));
    }));
    return acts;
}

}  // namespace clientela::change
