// SPDX-License-Identifier: Apache-2.0
// The table token. A revoked token keeps its row, so that its name stays known.
#include "access/token.h"

namespace clientela::access {
namespace {

constexpr std::string_view kSelect =
    "select id, user_id, name, token_hash, created_at, expires_at, last_used_at from token ";

db::Bind bind_instant(const std::optional<Instant>& instant) {
    return instant ? db::Bind{*instant} : db::Bind{};
}

Token read_token(const db::Row& row) {
    Token token;
    token.id = Id{row.integer(0)};
    token.user = Id{row.integer(1)};
    token.name = std::string(row.text(2));
    token.hash = std::string(row.text(3));
    token.created_at = row.instant(4);
    if (!row.is_null(5)) token.expires_at = row.instant(5);
    if (!row.is_null(6)) token.last_used_at = row.instant(6);
    return token;
}

}  // namespace

Result<void> create_token(db::Transaction& tx, const Token& token) {
    TRY(
        tx.execute({"insert into token (id, user_id, name, token_hash, created_at, expires_at) "
                    "values (?, ?, ?, ?, ?, ?)",
                    {token.id.value, token.user.value, token.name, token.hash, token.created_at,
                     bind_instant(token.expires_at)}}));
    return {};
}

Result<std::optional<Token>> find_token(db::Transaction& tx, const std::string& hash, Instant now) {
    std::optional<Token> found;
    TRY(tx.query({std::string(kSelect) + "where token_hash = ? and revoked_at is null", {hash}},
                 [&](const db::Row& row) {
                     Token token = read_token(row);
                     if (!token.expires_at || now < *token.expires_at) found = std::move(token);
                 }));
    return found;
}

Result<std::vector<Token>> list_tokens(db::Transaction& tx, Id user) {
    std::vector<Token> tokens;
    TRY(tx.query({std::string(kSelect) + "where user_id = ? and revoked_at is null order by id",
                  {user.value}},
                 [&](const db::Row& row) { tokens.push_back(read_token(row)); }));
    return tokens;
}

Result<std::vector<Token>> list_all_tokens(db::Transaction& tx) {
    std::vector<Token> tokens;
    TRY(tx.query({std::string(kSelect) + "where revoked_at is null order by id", {}},
                 [&](const db::Row& row) { tokens.push_back(read_token(row)); }));
    return tokens;
}

Result<std::optional<Token>> token_by_id(db::Transaction& tx, Id token) {
    std::optional<Token> found;
    TRY(tx.query({std::string(kSelect) + "where id = ? and revoked_at is null", {token.value}},
                 [&](const db::Row& row) { found = read_token(row); }));
    return found;
}

Result<void> touch_token(db::Transaction& tx, Id token, Instant now) {
    TRY(tx.execute({"update token set last_used_at = ? where id = ?", {now, token.value}}));
    return {};
}

Result<void> revoke_token(db::Transaction& tx, Id user, Id token, Instant now) {
    const std::int64_t rows = TRY(tx.execute(
        {"update token set revoked_at = ? where id = ? and user_id = ? and revoked_at is null",
         {now, token.value, user.value}}));
    if (rows == 0) return make_error(ErrorCode::not_found, "error.not_found");
    return {};
}

}  // namespace clientela::access
