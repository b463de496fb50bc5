// SPDX-License-Identifier: Apache-2.0
// Acts that change no record but must be known later: who signed in, made a token, exported a list,
// changed the company's settings. The change log tells of records, this table of the rest; the
// audit page shows both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"

namespace clientela::change {

struct Act {
    std::int64_t seq = 0;  // given by the store
    Instant happened_at;
    Id actor;          // 0: nobody is known, as when signing in fails
    std::string kind;  // signed_in, sign_in_failed, signed_out, password_set, invited, token_made,
                       // token_revoked, exported, company_changed
    std::string subject;  // in words: the mail that was typed, the token's name, the list exported
    std::string address;  // of the peer, where one asked
    std::string detail;   // JSON object, or empty
};

Result<void> record_act(db::Transaction& tx, const Act& act);

struct ActQuestion {
    std::string kind;  // empty: all
    Id actor;
    std::optional<Instant> from;
    std::optional<Instant> until;  // not included
    std::int64_t before = 0;       // seq; 0: the newest
    int limit = 50;
};

// Newest first, by the moment; of one moment, by seq.
Result<std::vector<Act>> list_acts(db::Transaction& tx, const ActQuestion& question);

}  // namespace clientela::change
