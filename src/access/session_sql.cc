// SPDX-License-Identifier: Apache-2.0
// The table session.
#include "access/session.h"

namespace clientela::access {
namespace {

Instant earlier(Instant now, std::int64_t ms) { return Instant{now.ms - ms}; }

}  // namespace

bool is_alive(const Session& session, Instant now) {
    return now.ms - session.last_used_at.ms < kSessionIdleMs &&
           now.ms - session.created_at.ms < kSessionLifeMs;
}

Result<void> create_session(db::Transaction& tx, const Session& session) {
    TRY(
        tx.execute({"insert into session (token_hash, user_id, created_at, last_used_at, address, "
                    "agent) values (?, ?, ?, ?, ?, ?)",
                    {session.hash, session.user.value, session.created_at, session.last_used_at,
                     session.address, session.agent}}));
    return {};
}

Result<std::optional<Session>> find_session(db::Transaction& tx, const std::string& hash,
                                            Instant now) {
    std::optional<Session> found;
    TRY(tx.query({"select user_id, created_at, last_used_at, address, agent from session "
                  "where token_hash = ?",
                  {hash}},
                 [&](const db::Row& row) {
                     Session session{
                         hash,           Id{row.integer(0)},       row.instant(1),
                         row.instant(2), std::string(row.text(3)), std::string(row.text(4))};
                     if (is_alive(session, now)) found = std::move(session);
                 }));
    return found;
}

Result<void> touch_session(db::Transaction& tx, const std::string& hash, Instant now) {
    TRY(tx.execute({"update session set last_used_at = ? where token_hash = ? and last_used_at < ?",
                    {now, hash, now}}));
    return {};
}

Result<void> end_session(db::Transaction& tx, const std::string& hash) {
    TRY(tx.execute({"delete from session where token_hash = ?", {hash}}));
    return {};
}

Result<void> end_sessions_of(db::Transaction& tx, Id user, const std::string& kept_hash) {
    TRY(tx.execute(
        {"delete from session where user_id = ? and token_hash <> ?", {user.value, kept_hash}}));
    return {};
}

Result<void> remove_dead_sessions(db::Transaction& tx, Instant now) {
    TRY(tx.execute({"delete from session where last_used_at <= ? or created_at <= ?",
                    {earlier(now, kSessionIdleMs), earlier(now, kSessionLifeMs)}}));
    return {};
}

}  // namespace clientela::access
