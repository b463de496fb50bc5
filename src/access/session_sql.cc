// SPDX-License-Identifier: Apache-2.0
// The table session.
#include "access/session.h"

#include <algorithm>

namespace clientela::access {
namespace {

// When it ends if it is not used any more after `last_used_at`.
Instant end_of(Instant created_at, Instant last_used_at) {
    return Instant{std::min(last_used_at.ms + kSessionIdleMs, created_at.ms + kSessionLifeMs)};
}

}  // namespace

Result<void> create_session(db::Transaction& tx, const Session& session) {
    TRY(tx.execute(
        {"insert into session (token_hash, user_id, created_at, last_seen_at, expires_at, "
         "address, user_agent) values (?, ?, ?, ?, ?, ?, ?)",
         {session.hash, session.user.value, session.created_at, session.last_used_at,
          end_of(session.created_at, session.last_used_at), session.address, session.agent}}));
    return {};
}

Result<std::optional<Session>> find_session(db::Transaction& tx, const std::string& hash,
                                            Instant now) {
    std::optional<Session> found;
    TRY(tx.query({"select user_id, created_at, last_seen_at, address, user_agent from session "
                  "where token_hash = ? and expires_at > ?",
                  {hash, now}},
                 [&](const db::Row& row) {
                     found = Session{
                         hash,           Id{row.integer(0)},       row.instant(1),
                         row.instant(2), std::string(row.text(3)), std::string(row.text(4))};
                 }));
    return found;
}

Result<void> touch_session(db::Transaction& tx, const Session& session, Instant now) {
    TRY(tx.execute({"update session set last_seen_at = ?, expires_at = ? where token_hash = ?",
                    {now, end_of(session.created_at, now), session.hash}}));
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
    TRY(tx.execute({"delete from session where expires_at <= ?", {now}}));
    return {};
}

}  // namespace clientela::access
