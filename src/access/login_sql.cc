// SPDX-License-Identifier: Apache-2.0
// Reads and writes of signing in: counted tries, and the password kept with the person.
#include "access/login.h"

#include <algorithm>
#include <utility>

#include "access/login_attempts.h"
#include "access/session.h"
#include "base/text.h"

namespace clientela::access {

std::string account_key(std::string_view email) {
    return hash_secret("account:" + lower(trim(email)));
}

std::string address_key(std::string_view address) {
    return hash_secret("address:" + std::string(address));
}

// One order for everybody, so that two never wait for each other; one statement, because a right
// sign-in may delete the row between two.
Result<void> hold_attempts(db::Transaction& tx, std::vector<std::string> keys) {
    if (tx.dialect() != db::Dialect::postgres) return {};
    std::sort(keys.begin(), keys.end());
    for (std::string& key : keys) {
        TRY(tx.execute(
            {"insert into login_attempt (\"key\", failures, locked_until, last_failed_at) "
             "values (?, 0, ?, ?) on conflict (\"key\") do update set "
             "failures = login_attempt.failures",
             {std::move(key), Instant{}, Instant{}}}));
    }
    return {};
}

Result<Attempts> load_attempts(db::Transaction& tx, const std::string& key) {
    Attempts attempts;
    TRY(tx.query(
        {"select failures, locked_until, last_failed_at from login_attempt where \"key\" = ?",
         {key}},
        [&](const db::Row& row) {
            attempts.failures = static_cast<int>(row.integer(0));
            attempts.locked_until = row.instant(1);
            attempts.last_at = row.instant(2);
        }));
    return attempts;
}

Result<void> store_attempts(db::Transaction& tx, const std::string& key, const Attempts& attempts) {
    TRY(
        tx.execute({"insert into login_attempt (\"key\", failures, locked_until, last_failed_at) "
                    "values (?, ?, ?, ?) on conflict (\"key\") do update set "
                    "failures = excluded.failures, locked_until = excluded.locked_until, "
                    "last_failed_at = excluded.last_failed_at",
                    {key, static_cast<std::int64_t>(attempts.failures), attempts.locked_until,
                     attempts.last_at}}));
    return {};
}

Result<void> forget_attempts(db::Transaction& tx, const std::string& key) {
    TRY(tx.execute({"delete from login_attempt where \"key\" = ?", {key}}));
    return {};
}

Result<void> remove_old_attempts(db::Transaction& tx, Instant before) {
    TRY(tx.execute({"delete from login_attempt where last_failed_at < ? and locked_until < ?",
                    {before, before}}));
    return {};
}

Result<Account> find_account(db::Transaction& tx, std::string_view email) {
    Account account;
    const std::string wanted = lower(trim(email));
    if (wanted.empty()) return account;
    TRY(tx.query({"select id, password_hash, case when active and deleted_at is null then 0 else 1 "
                  "end from \"user\" where clientela_lower(email) = ? order by 3, id limit 1",
                  {wanted}},
                 [&](const db::Row& row) {
                     account.user = Id{row.integer(0)};
                     account.password_hash = std::string(row.text(1));
                     account.closed = row.integer(2) == 1;
                 }));
    return account;
}

Result<std::string> administrators_to_ask(db::Transaction& tx) {
    std::string names;
    TRY(tx.query(
        {"select u.name from \"user\" u join role r on r.id = u.role_id where "
         "r.administers and u.active and u.deleted_at is null order by u.id limit 3",
         {}},
        [&](const db::Row& row) { names.append(names.empty() ? "" : ", ").append(row.text(0)); }));
    return names;
}

Result<std::string> load_email(db::Transaction& tx, Id user) {
    std::string email;
    TRY(tx.query({"select email from \"user\" where id = ?", {user.value}},
                 [&](const db::Row& row) { email = std::string(row.text(0)); }));
    return email;
}

Result<std::string> load_password_hash(db::Transaction& tx, Id user) {
    std::string encoded;
    TRY(tx.query(
        {"select password_hash from \"user\" where id = ? and active and deleted_at is null",
         {user.value}},
        [&](const db::Row& row) { encoded = std::string(row.text(0)); }));
    return encoded;
}

Result<void> store_password_hash(db::Transaction& tx, Id user, const std::string& encoded,
                                 const std::string& kept_session_hash) {
    // The one column of a record that changes beside the engine: secret, in no answer and no log.
    const std::int64_t rows = TRY(tx.execute(
        {"update \"user\" set password_hash = ? where id = ? and active and deleted_at is null",
         {encoded, user.value}}));
    if (rows == 0) return make_error(ErrorCode::not_found, "error.not_found");
    return end_sessions_of(tx, user, kept_session_hash);
}

}  // namespace clientela::access
