// SPDX-License-Identifier: Apache-2.0
// The table invitation.
#include "access/invitation.h"

#include "access/login.h"
#include "access/password.h"

namespace clientela::access {
namespace {

db::Bind bind_id(Id id) { return id ? db::Bind{id.value} : db::Bind{}; }

}  // namespace

Invitation make_invitation(const Secret& secret, Id user, Id invited_by, Instant now) {
    return {secret.hash, user, invited_by, now, Instant{now.ms + kInvitationLifeMs}};
}

Result<void> create_invitation(db::Transaction& tx, const Invitation& invitation) {
    TRY(tx.execute({"delete from invitation where user_id = ?", {invitation.user.value}}));
    TRY(tx.execute(
        {"insert into invitation (token_hash, user_id, created_by_id, created_at, expires_at) "
         "values (?, ?, ?, ?, ?)",
         {invitation.hash, invitation.user.value, bind_id(invitation.invited_by),
          invitation.created_at, invitation.expires_at}}));
    return {};
}

Result<std::optional<Invitation>> find_invitation(db::Transaction& tx, const std::string& hash,
                                                  Instant now) {
    std::optional<Invitation> found;
    TRY(tx.query({"select user_id, created_by_id, created_at, expires_at from invitation "
                  "where token_hash = ? and used_at is null and expires_at > ?",
                  {hash, now}},
                 [&](const db::Row& row) {
                     found = Invitation{hash, Id{row.integer(0)}, Id{row.integer(1)},
                                        row.instant(2), row.instant(3)};
                 }));
    return found;
}

Result<Id> redeem_invitation(db::Transaction& tx, const std::string& hash,
                             const std::string& encoded, Instant now) {
    const auto invitation = TRY(find_invitation(tx, hash, now));
    if (!invitation) return make_error(ErrorCode::not_found, "invitation.not_valid");
    const std::int64_t used = TRY(
        tx.execute({"update invitation set used_at = ? where token_hash = ? and used_at is null",
                    {now, hash}}));
    if (used == 0) return make_error(ErrorCode::not_found, "invitation.not_valid");
    TRY(store_password_hash(tx, invitation->user, encoded));
    TRY(unlock_account(tx, invitation->user));
    return invitation->user;
}

}  // namespace clientela::access
