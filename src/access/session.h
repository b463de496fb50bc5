// SPDX-License-Identifier: Apache-2.0
// Sessions of people who signed in. The cookie holds the secret, the table only its hash. A session
// ends 12 hours after its last use and 30 days after its start, whatever comes first.
#pragma once

#include <optional>
#include <string>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"

namespace clientela::access {

inline constexpr std::int64_t kSessionIdleMs = 12LL * 60 * 60 * 1000;
inline constexpr std::int64_t kSessionLifeMs = 30LL * 24 * 60 * 60 * 1000;
inline constexpr std::int64_t kTouchEveryMs = 5LL * 60 * 1000;  // how exactly last use is kept

struct Session {
    std::string hash;
    Id user;
    Instant created_at;
    Instant last_used_at;
    std::string address;  // where it began; shown to its owner
    std::string agent;
};

Result<void> create_session(db::Transaction& tx, const Session& session);
Result<std::optional<Session>> find_session(db::Transaction& tx, const std::string& hash,
                                            Instant now);
Result<void> touch_session(db::Transaction& tx, const Session& session, Instant now);
Result<void> end_session(db::Transaction& tx, const std::string& hash);
// All sessions of a person, but the one with `kept_hash`.
Result<void> end_sessions_of(db::Transaction& tx, Id user, const std::string& kept_hash = {});
Result<void> remove_dead_sessions(db::Transaction& tx, Instant now);

}  // namespace clientela::access
