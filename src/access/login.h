// SPDX-License-Identifier: Apache-2.0
// Signing in with mail and password. Each try is counted before the password is looked at, so many
// at once gain nothing; after five wrong ones the account waits 1 to 15 minutes, an address after
// twenty (offices share one). Unknown mails and closed accounts answer exactly like wrong
// passwords.
#pragma once

#include <string>

#include "access/password.h"
#include "access/principal.h"
#include "access/secret.h"
#include "base/result.h"
#include "base/time.h"
#include "base/zone.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::access {

inline constexpr int kAccountTriesMax = 5;
inline constexpr int kAddressTriesMax = 20;

struct LoginRequest {
    std::string email;
    std::string password;
    std::string address;           // of the peer
    std::string agent;             // User-Agent, for the person's list of sessions
    std::string previous_session;  // secret of a cookie that came along; that session ends
};

struct LoggedIn {
    Principal principal;
    Secret session;
};

// Fails with unauthenticated "login.failed", "login.closed" for who knew the password of a closed
// account ("login.closed_ask" {names} when somebody can open it), or rate_limited "login.locked"
// {time}, told in `zone`.
Result<LoggedIn> login(db::Store& store, const schema::Schema& schema, Passwords& passwords,
                       const LoginRequest& request, Instant now, const Zone& zone);

struct PasswordChange {
    Id user;
    std::string current;
    std::string next;
    std::string address;       // of the peer
    std::string kept_session;  // secret of the session that goes on; all others end
};

// A password of one's own choice in place of the present one. Tries are counted as at the door.
Result<void> change_password(db::Store& store, Passwords& passwords, const PasswordChange& change,
                             Instant now, const Zone& zone);

// How long the next try must wait after so many failures in a row.
std::int64_t lock_ms(int failures, int tries_max);

// Forgets the wrong tries of a person, for an administrator or after a new password.
Result<void> unlock_account(db::Transaction& tx, Id user);

}  // namespace clientela::access
