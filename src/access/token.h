// SPDX-License-Identifier: Apache-2.0
// API tokens: `Authorization: Bearer clt_...`. A token acts as its person; it is shown once, kept
// as a hash, may expire and can be revoked at any time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"

namespace clientela::access {

struct Token {
    Id id;
    Id user;
    std::string name;  // what it is for, in its owner's words
    std::string hash;
    Instant created_at;
    std::optional<Instant> expires_at;
    std::optional<Instant> last_used_at;
};

Result<void> create_token(db::Transaction& tx, const Token& token);
// Nothing when it is unknown, revoked or has expired.
Result<std::optional<Token>> find_token(db::Transaction& tx, const std::string& hash, Instant now);
Result<std::vector<Token>> list_tokens(db::Transaction& tx, Id user);
// Of everybody, for administrators.
Result<std::vector<Token>> list_all_tokens(db::Transaction& tx);
// Nothing when there is none, or it is revoked.
Result<std::optional<Token>> token_by_id(db::Transaction& tx, Id token);
Result<void> touch_token(db::Transaction& tx, Id token, Instant now);
// not_found when the person has no such token.
Result<void> revoke_token(db::Transaction& tx, Id user, Id token, Instant now);

}  // namespace clientela::access
