// SPDX-License-Identifier: Apache-2.0
// One-time links by which an invited or locked-out person sets a password. The administrator sees
// the link and hands it over; it works once, for seven days, and a newer one replaces it.
#pragma once

#include <optional>
#include <string>

#include "access/secret.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"

namespace clientela::access {

inline constexpr std::int64_t kInvitationLifeMs = 7LL * 24 * 60 * 60 * 1000;

struct Invitation {
    std::string hash;
    Id user;
    Id invited_by;
    Instant created_at;
    Instant expires_at;
};

Invitation make_invitation(const Secret& secret, Id user, Id invited_by, Instant now);

Result<void> create_invitation(db::Transaction& tx, const Invitation& invitation);
// Nothing when it is unknown, used, replaced or has expired.
Result<std::optional<Invitation>> find_invitation(db::Transaction& tx, const std::string& hash,
                                                  Instant now);
// Uses the link up and sets the password; ends the person's sessions and opens their account again
// when wrong passwords had locked it. Gives the person. `encoded` comes from Passwords::hash.
Result<Id> redeem_invitation(db::Transaction& tx, const std::string& hash,
                             const std::string& encoded, Instant now);

}  // namespace clientela::access
