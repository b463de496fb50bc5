// SPDX-License-Identifier: Apache-2.0
// Who asks, and what surrounds every handler.
#include "api/call.h"

#include "access/secret.h"
#include "api/admission.h"
#include "api/idempotency.h"
#include "api/joined.h"
#include "base/ascii.h"
#include "base/text.h"
#include "http/rate_limit.h"

#include <algorithm>
#include <exception>

#include <spdlog/spdlog.h>

namespace clientela::api {
namespace {

thread_local db::Transaction* joined = nullptr;
thread_local const Call* joined_caller = nullptr;

Result<void> inside(const Call& call, db::Transaction& tx,
                    const std::function<Result<void>(record::Context&)>& work) {
    record::Context context = context_for(call.application, *call.snapshot, tx, *call.principal,
                                          call.by_cookie ? "page" : "api");
    return work(context);
}

bool changes_something(http::Method method) {
    return method != http::Method::get && method != http::Method::head &&
           method != http::Method::options;
}

enum class From { unknown, ourselves, elsewhere };

// A browser sends the cookie with every request, also with one that a foreign page made it send;
// what a foreign page cannot forge are these two headers.
From where_from(const http::Request& request) {
    const std::string_view site = request.header("sec-fetch-site");
    if (!site.empty())
        return site == "same-origin" || site == "none" ? From::ourselves : From::elsewhere;
    std::string_view origin = request.header("origin");
    if (origin.empty()) return From::unknown;
    if (request.secure && !origin.starts_with("https://")) return From::elsewhere;
    const std::size_t scheme = origin.find("://");
    if (scheme != std::string_view::npos) origin.remove_prefix(scheme + 3);
    return origin == request.header("host") ? From::ourselves : From::elsewhere;
}

// Who has that secret; null when a request that may not wait would have to ask the store.
Result<std::shared_ptr<const access::Principal>> principal_by(const Call& call,
                                                              access::CredentialKind kind,
                                                              std::string_view secret) {
    Application& application = call.application;
    const Instant now = application.clock.now();
    if (!call.request.may_wait)
        return application.principals.known(call.schema(), kind, secret, now);
    return application.principals.authenticate(application.store, call.schema(), kind, secret, now);
}

// Which of two headers counts is not for us to guess: a proxy in front may have taken the other.
bool shows_two_tokens(const http::Request& request) {
    return std::count_if(request.headers.begin(), request.headers.end(),
                         [](const auto& header) { return header.first == "authorization"; }) > 1;
}

Result<std::shared_ptr<const access::Principal>> principal_of(Call& call) {
    if (joined_caller != nullptr) {
        call.by_cookie = joined_caller->by_cookie;
        return joined_caller->principal;
    }
    if (shows_two_tokens(call.request))
        return make_error(ErrorCode::invalid, "error.two_authorizations");
    const std::string_view authorization = call.request.header("authorization");
    if (authorization.starts_with(kBearer)) {
        return principal_by(call, access::CredentialKind::token,
                            authorization.substr(kBearer.size()));
    }
    const std::string_view cookie = call.request.cookie(session_cookie_name(call.request));
    if (cookie.empty()) return make_error(ErrorCode::unauthenticated, "login.needed");
    call.by_cookie = true;
    if (changes_something(call.request.method) && where_from(call.request) != From::ourselves) {
        return make_error(ErrorCode::forbidden, "error.foreign_origin");
    }
    return principal_by(call, access::CredentialKind::session, cookie);
}

Language language_for(const Call& call) {
    const std::string_view wanted = call.request.header("accept-language");
    if (!wanted.empty() || call.principal == nullptr) return language_of(wanted);
    return call.principal->language == "en" ? Language::en : Language::es;
}

// "Opportunities" inside a sentence; an abbreviation such as SLA stays.
std::string in_sentence(const std::string& label) {
    std::size_t first = 1;
    while (first < label.size() && (static_cast<unsigned char>(label[first]) & 0xC0U) == 0x80U)
        ++first;
    if (first < label.size() && is_upper(label[first])) return label;
    return lower(label.substr(0, first)) + label.substr(first);
}

// What the role may not do is told with the name that people know.
Error with_label(const Call& call, Error error) {
    if (!error.message.key.starts_with("error.may_not.")) return error;
    for (auto& [name, value] : error.message.args) {
        const schema::Object* object = name == "object" ? call.schema().find(value) : nullptr;
        if (object == nullptr) continue;
        const schema::Label& label = object->label_many;
        value = in_sentence(call.language == Language::en ? label.en : label.es);
    }
    return error;
}

http::Response failure(const Call& call, const Error& error) {
    return error_response(with_label(call, error), call.language, call.request.trace_id);
}

http::Response answer(Call& call, const CallHandler& handler) {
    Result<http::Response> response = run_handler(call, handler);
    if (response.ok()) return std::move(response).value();
    return failure(call, response.error());
}

// Who asks and what they may know; false: a request that may not wait would have to.
Result<bool> identify(Call& call) {
    call.principal = TRY(principal_of(call));
    if (call.principal == nullptr) return false;
    if (call.principal->view != nullptr) call.snapshot = call.principal->view;
    call.language = language_for(call);
    return true;
}

constexpr std::size_t kSmallBody = 16 * 1024;

// Takes the work of a handler back whose answer says that nothing was done.
Error undone() { return make_error(ErrorCode::conflict, "error.nothing_done"); }

}  // namespace

JoinedTransaction::JoinedTransaction(db::Transaction& tx) : before_(joined) { joined = &tx; }

JoinedTransaction::~JoinedTransaction() { joined = before_; }

JoinedCaller::JoinedCaller(const Call& outer) : before_(joined_caller) { joined_caller = &outer; }

JoinedCaller::~JoinedCaller() { joined_caller = before_; }

Result<void> Call::read(const std::function<Result<void>(record::Context&)>& work) const {
    if (joined != nullptr) return inside(*this, *joined, work);
    return application.store.read([&](db::Transaction& tx) { return inside(*this, tx, work); });
}

Result<bool> Call::read_at_once(const std::function<Result<void>(record::Context&)>& work) const {
    return application.store.read_at_once(
        [&](db::Transaction& tx) { return inside(*this, tx, work); });
}

Result<void> Call::write(const std::function<Result<void>(record::Context&)>& work) const {
    if (joined != nullptr) return inside(*this, *joined, work);
    TRY(application.store.write([&](db::Transaction& tx) { return inside(*this, tx, work); }));
    if (application.nudge) application.nudge();
    return {};
}

Result<http::Response> run_handler(Call& call, const CallHandler& handler) {
    try {
        return handler(call);
    } catch (const std::exception& thrown) {
        return internal_error(thrown.what());
    }
}

http::Handler authenticated(Application& application, CallHandler handler, Keys keys) {
    return [&application, handler = std::move(handler), keys](const http::Request& request) {
        Call call{application, request, nullptr, language_of(request.header("accept-language")),
                  false};
        const Result<bool> known = identify(call);
        if (!known.ok()) return error_response(known.error(), call.language, request.trace_id);
        if (!*known) return elsewhere();
        const bool keyed = keys != Keys::kept_by_handler && changes_something(request.method) &&
                           !request.header("idempotency-key").empty();
        if (!keyed) return answer(call, handler);
        return answer(call, [&](Call& inner) { return claim_and_answer(inner, handler, keys); });
    };
}

http::LaterHandler written_later(Application& application, CallHandler handler, Takes takes) {
    return [&application, handler = std::move(handler), takes = std::move(takes)](
               const http::Request& request, http::Answer answer) {
        if (request.body.size() > kSmallBody || !request.query.empty()) return false;
        const auto call = std::make_shared<Call>(Call{
            application, request, nullptr, language_of(request.header("accept-language")), false});
        const Result<bool> known = identify(*call);
        // The other way tells why, or asks the store.
        if (!known.ok() || !*known || !takes(*call)) return false;
        const auto response = std::make_shared<http::Response>();
        return application.store.write_later(
            [call, response, &handler](db::Transaction& tx) -> Result<void> {
                const JoinedTransaction join(tx);
                *response = {};
                *response = TRY(run_handler(*call, handler));
                return response->status < 400 ? Result<void>() : undone();
            },
            [call, response, answer = std::move(answer)](const Result<void>& done) {
                if (!done.ok() && response->status < 400)
                    return answer(failure(*call, done.error()));
                if (call->application.nudge) call->application.nudge();
                answer(std::move(*response));
            });
    };
}

http::Handler anonymous(Application& application, CallHandler handler) {
    return [&application, handler = std::move(handler)](const http::Request& request) {
        Call call{application, request, nullptr, language_of(request.header("accept-language")),
                  false};
        // A foreign page must not even sign somebody in: they would work in the account of another.
        const From from = where_from(request);
        const bool forged =
            request.header("cookie").empty() ? from == From::elsewhere : from != From::ourselves;
        if (changes_something(request.method) && forged) {
            return error_response(make_error(ErrorCode::forbidden, "error.foreign_origin"),
                                  call.language, request.trace_id);
        }
        return answer(call, handler);
    };
}

Admission admit_known(Application& application) {
    return [&application](const http::Request& request) -> std::optional<http::Response> {
        Call call{application, request, nullptr, language_of(request.header("accept-language")),
                  false};
        const auto principal = principal_of(call);
        if (principal.ok()) return std::nullopt;
        return error_response(principal.error(), call.language, request.trace_id);
    };
}

Admission limit_requests(const Clock& clock, int per_second) {
    http::RateLimitOptions options;
    options.refill_per_second = per_second;
    options.capacity = 10.0 * per_second;
    const auto limit = std::make_shared<http::RateLimit>(options);
    return [&clock, limit](const http::Request& request) -> std::optional<http::Response> {
        std::string_view who = request.header("authorization");
        if (!who.starts_with(kBearer)) who = request.cookie(session_cookie_name(request));
        if (who.empty()) return std::nullopt;  // at the door, access::login counts
        const std::int64_t wait_ms = limit->take(access::hash_secret(who), clock.now());
        if (wait_ms == 0) return std::nullopt;
        return error_response(make_error(ErrorCode::rate_limited, "error.too_many_requests",
                                         {{"seconds", std::to_string((wait_ms + 999) / 1000)}}),
                              language_of(request.header("accept-language")), request.trace_id);
    };
}

http::Response elsewhere() {
    http::Response response;
    response.must_wait = true;
    return response;
}

http::LaterHandler odata(http::LaterHandler handler) {
    return [handler = std::move(handler)](const http::Request& request, http::Answer answer) {
        return handler(request, [answer = std::move(answer)](http::Response response) {
            response.headers.emplace_back("odata-version", "4.01");
            answer(std::move(response));
        });
    };
}

std::string_view session_cookie_name(const http::Request& request) {
    return request.secure ? "__Host-clientela_session" : "clientela_session";
}

http::Handler odata(http::Handler handler) {
    return [handler = std::move(handler)](const http::Request& request) {
        http::Response response = handler(request);
        response.headers.emplace_back("odata-version", "4.01");
        return response;
    };
}

}  // namespace clientela::api
