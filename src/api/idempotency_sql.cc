// SPDX-License-Identifier: Apache-2.0
// Table request_key: one of the few that are written beside the one door (ARCHITECTURE.md lists
// them).
#include "api/idempotency.h"

#include <openssl/sha.h>

namespace clientela::api {
namespace {

constexpr std::size_t kKeyLengthMax = 200;
constexpr std::int64_t kKeepMs = 7LL * 24 * 3'600'000;

std::string hash_of(const std::string& text) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
    static constexpr char kHex[] = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : digest) {
        hex.push_back(kHex[byte >> 4U]);
        hex.push_back(kHex[byte & 15U]);
    }
    return hex;
}

std::string request_hash(const http::Request& request) {
    return hash_of(std::to_string(static_cast<int>(request.method)) + " " + request.target + "\n" +
                   request.body);
}

Result<std::string> key_of(const http::Request& request) {
    std::string key(request.header("idempotency-key"));
    if (key.size() > kKeyLengthMax)
        return field_error("Idempotency-Key", "too_long", {{"max", std::to_string(kKeyLengthMax)}});
    return key;
}

// True when the key is new and now ours.
Result<bool> take_key(record::Context& context, const std::string& key, const std::string& hash) {
    const db::Sql sql{
        "insert into request_key (principal_id, key, request_hash, status, response, created_at) "
        "values (?, ?, ?, 0, '', ?) on conflict (principal_id, key) do nothing",
        {context.principal.user.value, key, hash, context.now}};
    return TRY(context.tx.execute(sql)) == 1;
}

// First line: location and etag; the body follows.
std::string pack(const http::Response& response) {
    std::string location;
    std::string etag;
    for (const auto& [name, value] : response.headers) {
        if (name == "location") location = value;
        if (name == "etag") etag = value;
    }
    return location + "\t" + etag + "\n" + response.body;
}

http::Response unpack(int status, std::string_view text) {
    const std::size_t line = text.find('\n');
    const std::string_view head = text.substr(0, line);
    const std::size_t tab = head.find('\t');
    http::Response response = json_response(status, std::string(text.substr(line + 1)));
    if (tab > 0) response.headers.emplace_back("location", std::string(head.substr(0, tab)));
    if (tab + 1 < head.size())
        response.headers.emplace_back("etag", std::string(head.substr(tab + 1)));
    response.headers.emplace_back("idempotency-replayed", "true");
    return response;
}

Result<http::Response> replay(record::Context& context, const std::string& key,
                              const std::string& hash) {
    const db::Sql sql{
        "select request_hash, status, response from request_key where principal_id = ? and key = ?",
        {context.principal.user.value, key}};
    bool same = false;
    http::Response response;
    TRY(context.tx.query(sql, [&](const db::Row& row) {
        same = row.text(0) == hash;
        response = unpack(static_cast<int>(row.integer(1)), row.text(2));
    }));
    if (!same) return make_error(ErrorCode::conflict, "error.key_reused");
    return response;
}

Result<void> store_answer(record::Context& context, const std::string& key,
                          const http::Response& response) {
    const db::Sql sql{
        "update request_key set status = ?, response = ? where principal_id = ? and key = ?",
        {std::int64_t{response.status}, pack(response), context.principal.user.value, key}};
    TRY(context.tx.execute(sql));
    return {};
}

}  // namespace

Result<http::Response> write_once(Call& call, const WriteWork& work) {
    const std::string key = TRY(key_of(call.request));
    http::Response response;
    TRY(call.write([&](record::Context& context) -> Result<void> {
        if (key.empty()) {
            response = TRY(work(context));
            return {};
        }
        const std::string hash = request_hash(call.request);
        if (!TRY(take_key(context, key, hash))) {
            response = TRY(replay(context, key, hash));
            return {};
        }
        response = TRY(work(context));
        return store_answer(context, key, response);
    }));
    return response;
}

Result<std::optional<http::Response>> answered_before(Call& call) {
    const std::string key = TRY(key_of(call.request));
    std::optional<http::Response> known;
    if (key.empty()) return known;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        bool there = false;
        TRY(context.tx.query({"select status from request_key where principal_id = ? and key = ?",
                              {context.principal.user.value, key}},
                             [&](const db::Row&) { there = true; }));
        if (there) known = TRY(replay(context, key, request_hash(call.request)));
        return {};
    }));
    return known;
}

Result<void> keep_answer(db::Transaction& tx, const Call& call, const http::Response& response) {
    const std::string key = TRY(key_of(call.request));
    if (key.empty()) return {};
    TRY(tx.execute(
        {"insert into request_key (principal_id, key, request_hash, status, response, "
         "created_at) values (?, ?, ?, ?, ?, ?) on conflict (principal_id, key) do "
         "update set status = excluded.status, response = excluded.response",
         {call.principal->user.value, key, request_hash(call.request),
          std::int64_t{response.status}, pack(response), call.application.clock.now()}}));
    return {};
}

Result<void> claim_key(Call& call) {
    const std::string key = TRY(key_of(call.request));
    if (key.empty()) return {};
    return call.write([&](record::Context& context) -> Result<void> {
        const std::string hash = request_hash(call.request);
        if (!TRY(take_key(context, key, hash))) TRY(replay(context, key, hash));
        return {};
    });
}

std::string inner_key(std::string_view key, std::string_view id) {
    return "batch:" + hash_of(std::string(key) + "\n" + std::string(id));
}

Result<void> forget_old_answers(db::Transaction& tx, Instant now) {
    TRY(tx.execute({"delete from request_key where created_at < ?", {Instant{now.ms - kKeepMs}}}));
    return {};
}

}  // namespace clientela::api
