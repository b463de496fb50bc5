// SPDX-License-Identifier: Apache-2.0
// One authenticated request and how its answer is made. Handlers are plain functions that give a
// Response or an Error; what surrounds them (who asks, from where, in which language, error bodies)
// stands here once.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "access/principal.h"
#include "api/application.h"
#include "base/json_writer.h"
#include "base/message.h"
#include "base/result.h"
#include "http/message.h"
#include "http/router.h"

namespace clientela::api {

constexpr std::string_view kBearer = "Bearer ";  // before a token, in "Authorization"

struct Call {
    Application& application;
    const http::Request& request;
    std::shared_ptr<const access::Principal> principal;
    Language language = Language::es;
    bool by_cookie = false;
    // What the definitions said when the request came, as the caller may know them; they may change
    // while it is worked on.
    std::shared_ptr<const schema::Schema> snapshot = application.schema.get();

    const schema::Schema& schema() const { return *snapshot; }
    // Runs `work` in a transaction with a ready context.
    Result<void> read(const std::function<Result<void>(record::Context&)>& work) const;
    // For a request that may not wait: false where the work would have to, with nothing done.
    Result<bool> read_at_once(const std::function<Result<void>(record::Context&)>& work) const;
    Result<void> write(const std::function<Result<void>(record::Context&)>& work) const;
};

using CallHandler = std::function<Result<http::Response>(Call&)>;

// What a write under an Idempotency-Key does, see api/idempotency.h: the answer is kept around the
// handler; the handler keeps it itself, in the transaction of its work, or writes nothing; the
// answer holds a secret, so that it is kept that the write was done, but not what it gave.
enum class Keys { kept, kept_by_handler, secret };

// Its answer; an exception of a third party becomes error.internal.
Result<http::Response> run_handler(Call& call, const CallHandler& handler);

// Wraps a handler: session cookie or bearer token, same-origin check for cookies that change
// something, error bodies in the caller's language.
http::Handler authenticated(Application& application, CallHandler handler, Keys keys = Keys::kept);

// The same without anybody signed in: login, one-time links, health.
http::Handler anonymous(Application& application, CallHandler handler);

// A handler that writes at most once and does it at the end, on the thread of the store's writer,
// inside its transaction: no thread waits for the disk then, and the answer goes out behind the
// commit. Takes small requests without options of people whom the server knows already, where the
// store can and `takes` says so.
using Takes = std::function<bool(const Call&)>;
http::LaterHandler written_later(Application& application, CallHandler handler, Takes takes);

// Adds the header that every answer of the OData service carries, errors included.
http::Handler odata(http::Handler handler);
http::LaterHandler odata(http::LaterHandler handler);

// What a handler answers on the io thread when it would have to wait: it is called again elsewhere.
http::Response elsewhere();

http::Response json_response(int status, std::string body);

// {"error":{...},"status":...,"trace_id":...} as docs/api.md says.
http::Response error_response(const Error& error, Language language, const std::string& trace_id);

int status_of(ErrorCode code);

}  // namespace clientela::api
