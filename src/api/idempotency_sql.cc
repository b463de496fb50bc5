// SPDX-License-Identifier: Apache-2.0
// Table request_key: one of the few that are written beside the one door (ARCHITECTURE.md lists
// them).
#include "api/idempotency.h"

#include <algorithm>
#include <array>
#include <fstream>

#include <openssl/evp.h>
#include <spdlog/spdlog.h>

#include "base/hex.h"
#include "base/text.h"
#include "db/failure.h"

namespace clientela::api {
namespace {

constexpr std::size_t kKeyLengthMax = 200;
constexpr std::int64_t kKeepMs = 7LL * 24 * 3'600'000;

constexpr std::size_t kChunk = std::size_t{256} << 10U;
// In place of an answer: the work is under way, or was cut short; the answer was a secret.
constexpr int kUnfinished = 0;
constexpr int kSecret = -1;

// A fingerprint taken in pieces. The boundary of a multipart body is another one each time that the
// same form is sent, so it is left out, also where it lies across two pieces.
class Digest {
public:
    explicit Digest(std::string left_out = {})
        : work_(EVP_MD_CTX_new(), EVP_MD_CTX_free), left_out_(std::move(left_out)) {
        CHECK(EVP_DigestInit_ex(work_.get(), EVP_sha256(), nullptr) == 1);
    }

    void add(std::string_view bytes) {
        if (left_out_.empty()) return update(bytes);
        rest_.append(bytes);
        std::size_t from = 0;
        for (std::size_t at = 0; (at = rest_.find(left_out_, from)) != std::string::npos;
             from = at + left_out_.size())
            update(std::string_view(rest_).substr(from, at - from));
        const std::size_t kept = std::min(rest_.size() - from, left_out_.size() - 1);
        update(std::string_view(rest_).substr(from, rest_.size() - from - kept));
        rest_.erase(0, rest_.size() - kept);
    }

    std::string hex() {
        update(rest_);
        unsigned char digest[32];
        CHECK(EVP_DigestFinal_ex(work_.get(), digest, nullptr) == 1);
        return to_hex(digest);
    }

private:
    void update(std::string_view bytes) {
        CHECK(EVP_DigestUpdate(work_.get(), bytes.data(), bytes.size()) == 1);
    }

    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> work_;
    std::string left_out_;
    std::string rest_;
};

std::string hash_of(std::string_view text) {
    Digest digest;
    digest.add(text);
    return digest.hex();
}

std::string boundary_of(const http::Request& request) {
    std::string_view type = request.header("content-type");
    const std::string known = lower(type);
    const std::size_t at = known.find("boundary=");
    if (!known.starts_with("multipart/") || at == std::string::npos) return {};
    type.remove_prefix(at + std::string_view("boundary=").size());
    type = type.substr(0, type.find(';'));
    if (type.size() > 1 && type.front() == '"') type = type.substr(1, type.size() - 2);
    return std::string(type);
}

std::string request_hash(const http::Request& request) {
    Digest digest(boundary_of(request));
    digest.add(std::to_string(static_cast<int>(request.method)) + " " + request.target + "\n");
    digest.add(request.body);
    if (request.body_file.empty()) return digest.hex();
    std::ifstream file(request.body_file, std::ios::binary);
    std::string chunk(kChunk, '\0');
    while (file) {
        file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        digest.add(std::string_view(chunk).substr(0, static_cast<std::size_t>(file.gcount())));
    }
    return digest.hex();
}

// Not even a fingerprint of a body that may hold a password: it could be tried out.
std::string claim_hash(const http::Request& request, Keys keys) {
    if (keys == Keys::kept) return request_hash(request);
    return hash_of(std::to_string(static_cast<int>(request.method)) + " " + request.target);
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

// What an answer says beside its body and the date. The last may hold anything but an end of line.
constexpr std::array<std::string_view, 4> kKept{"location", "etag", "odata-entityid",
                                                "preference-applied"};

// First line: the headers of kKept with tabs between them; the body follows.
std::string pack(const http::Response& response) {
    std::string text;
    for (const std::string_view kept : kKept) {
        if (kept != kKept.front()) text.push_back('\t');
        for (const auto& [name, value] : response.headers) {
            if (name == kept) text.append(value);
        }
    }
    return text + "\n" + response.body;
}

http::Response unpack(int status, std::string_view text) {
    const std::size_t line = text.find('\n');
    std::string_view head = text.substr(0, line);
    http::Response response;
    if (line + 1 < text.size())
        response = json_response(status, std::string(text.substr(line + 1)));
    response.status = status;
    for (const std::string_view kept : kKept) {
        const std::size_t end =
            kept == kKept.back() ? head.size() : std::min(head.find('\t'), head.size());
        if (end > 0) response.headers.emplace_back(kept, head.substr(0, end));
        head.remove_prefix(std::min(end + 1, head.size()));
    }
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
    if (response.status == kSecret) return make_error(ErrorCode::conflict, "error.key_secret");
    if (response.status == kUnfinished)
        return make_error(ErrorCode::conflict, "error.key_unfinished");
    return response;
}

Result<void> store_answer(record::Context& context, const std::string& key, int status,
                          const std::string& packed) {
    const db::Sql sql{
        "update request_key set status = ?, response = ? where principal_id = ? and key = ?",
        {std::int64_t{status}, packed, context.principal.user.value, key}};
    TRY(context.tx.execute(sql));
    return {};
}

Result<void> release_key(record::Context& context, const std::string& key) {
    TRY(context.tx.execute(
        {"delete from request_key where principal_id = ? and key = ? and status = ?",
         {context.principal.user.value, key, std::int64_t{kUnfinished}}}));
    return {};
}

}  // namespace

Result<http::Response> write_once(Call& call, const WriteWork& work) {
    const std::string key = TRY(key_of(call.request));
    const std::string hash = key.empty() ? std::string() : request_hash(call.request);
    http::Response response;
    TRY(call.write([&](record::Context& context) -> Result<void> {
        if (key.empty()) {
            response = TRY(work(context));
            return {};
        }
        if (!TRY(take_key(context, key, hash))) {
            response = TRY(replay(context, key, hash));
            return {};
        }
        response = TRY(work(context));
        return store_answer(context, key, response.status, pack(response));
    }));
    return response;
}

Result<http::Response> claim_and_answer(Call& call, const CallHandler& handler, Keys keys) {
    const std::string key = TRY(key_of(call.request));
    const std::string hash = claim_hash(call.request, keys);
    std::optional<http::Response> known;
    const Result<void> claimed = call.write([&](record::Context& context) -> Result<void> {
        known.reset();
        if (!TRY(take_key(context, key, hash))) known = TRY(replay(context, key, hash));
        return {};
    });
    if (!claimed.ok()) {
        // Nothing was done yet, so a claim that may stand must not refuse the next try.
        if (db::may_stand(claimed.error())) {
            const Result<void> freed =
                call.write([&](record::Context& context) { return release_key(context, key); });
            if (!freed.ok())
                spdlog::warn("trace={} a key was not freed: {}", call.request.trace_id,
                             freed.error().detail);
        }
        return claimed.error();
    }
    if (known) return std::move(*known);
    Result<http::Response> done = run_handler(call, handler);
    if (!done.ok() && db::may_stand(done.error())) return done;  // the key stays unfinished
    const bool good = done.ok() && done.value().status < 400;
    // The write stands whatever becomes of this one; then the key stays unfinished.
    const Result<void> kept = call.write([&](record::Context& context) -> Result<void> {
        if (!good) return release_key(context, key);
        if (keys == Keys::secret) return store_answer(context, key, kSecret, "");
        return store_answer(context, key, done.value().status, pack(done.value()));
    });
    if (!kept.ok())
        spdlog::warn("trace={} the answer of a write was not kept: {}", call.request.trace_id,
                     kept.error().detail);
    return done;
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
    const std::string hash = request_hash(call.request);
    return call.write([&](record::Context& context) -> Result<void> {
        if (TRY(take_key(context, key, hash))) return {};
        const Result<http::Response> before = replay(context, key, hash);
        // A batch has no answer of its own, so its key stays as it was claimed.
        if (!before.ok() && before.error().message.key != "error.key_unfinished")
            return before.error();
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
