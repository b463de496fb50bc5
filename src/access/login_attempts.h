// SPDX-License-Identifier: Apache-2.0
// The table login_attempt: failures in a row by account and by address. Keys are hashes, because
// what people type into the wrong field may be a password.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"

namespace clientela::access {

struct Attempts {
    int failures = 0;
    Instant locked_until;
    Instant last_at;
};

std::string account_key(std::string_view email);
std::string address_key(std::string_view address);

// Keeps everybody else from counting at these keys until the transaction ends, so that tries at
// once are as many as they are. SQLite has one writer anyway.
Result<void> hold_attempts(db::Transaction& tx, std::vector<std::string> keys);
Result<Attempts> load_attempts(db::Transaction& tx, const std::string& key);
Result<void> store_attempts(db::Transaction& tx, const std::string& key, const Attempts& attempts);
Result<void> forget_attempts(db::Transaction& tx, const std::string& key);
Result<void> remove_old_attempts(db::Transaction& tx, Instant before);

struct Account {
    Id user;
    std::string password_hash;  // empty: cannot sign in
    bool closed = false;        // not active any more, or in the bin
};

// The person with that mail, an active one if there is any; no id when there is none.
Result<Account> find_account(db::Transaction& tx, std::string_view email);
// Names of who may open an account again: "Rosa Vidal, Ada Ruiz"; three at most.
Result<std::string> administrators_to_ask(db::Transaction& tx);
Result<std::string> load_email(db::Transaction& tx, Id user);

}  // namespace clientela::access
