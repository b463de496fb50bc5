// SPDX-License-Identifier: Apache-2.0
// Who asks, and what surrounds every handler.
#include "api/call.h"
#include "api/joined.h"

#include <exception>

#include <spdlog/spdlog.h>

namespace clientela::api {
namespace {

constexpr std::string_view kBearer = "Bearer ";

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

// A browser sends the cookie with every request, also with one that a foreign page made it send;
// what a foreign page cannot forge are these two headers.
bool is_same_origin(const http::Request& request) {
    const std::string_view site = request.header("sec-fetch-site");
    if (!site.empty()) return site == "same-origin" || site == "none";
    std::string_view origin = request.header("origin");
    if (origin.empty()) return false;
    const std::size_t scheme = origin.find("://");
    if (scheme != std::string_view::npos) origin.remove_prefix(scheme + 3);
    return origin == request.header("host");
}

Result<std::shared_ptr<const access::Principal>> principal_of(Call& call) {
    if (joined_caller != nullptr) {
        call.by_cookie = joined_caller->by_cookie;
        return joined_caller->principal;
    }
    Application& application = call.application;
    const std::string_view authorization = call.request.header("authorization");
    if (authorization.starts_with(kBearer)) {
        return application.principals.authenticate(
            application.store, call.schema(), access::CredentialKind::token,
            authorization.substr(kBearer.size()), application.clock.now());
    }
    const std::string_view cookie = call.request.cookie("clientela_session");
    if (cookie.empty()) return make_error(ErrorCode::unauthenticated, "login.needed");
    call.by_cookie = true;
    if (changes_something(call.request.method) && !is_same_origin(call.request)) {
        return make_error(ErrorCode::forbidden, "error.foreign_origin");
    }
    return application.principals.authenticate(application.store, call.schema(),
                                               access::CredentialKind::session, cookie,
                                               application.clock.now());
}

Language language_for(const Call& call) {
    const std::string_view wanted = call.request.header("accept-language");
    if (!wanted.empty() || call.principal == nullptr) return language_of(wanted);
    return call.principal->language == "en" ? Language::en : Language::es;
}

http::Response answer(Call& call, const CallHandler& handler) {
    try {
        Result<http::Response> response = handler(call);
        if (response.ok()) return std::move(response).value();
        return error_response(response.error(), call.language, call.request.trace_id);
    } catch (const std::exception& thrown) {
        return error_response(internal_error(thrown.what()), call.language, call.request.trace_id);
    }
}

}  // namespace

JoinedTransaction::JoinedTransaction(db::Transaction& tx) : before_(joined) { joined = &tx; }

JoinedTransaction::~JoinedTransaction() { joined = before_; }

JoinedCaller::JoinedCaller(const Call& outer) : before_(joined_caller) { joined_caller = &outer; }

JoinedCaller::~JoinedCaller() { joined_caller = before_; }

Result<void> Call::read(const std::function<Result<void>(record::Context&)>& work) const {
    if (joined != nullptr) return inside(*this, *joined, work);
    return application.store.read([&](db::Transaction& tx) { return inside(*this, tx, work); });
}

Result<void> Call::write(const std::function<Result<void>(record::Context&)>& work) const {
    if (joined != nullptr) return inside(*this, *joined, work);
    TRY(application.store.write([&](db::Transaction& tx) { return inside(*this, tx, work); }));
    if (application.nudge) application.nudge();
    return {};
}

http::Handler authenticated(Application& application, CallHandler handler) {
    return [&application, handler = std::move(handler)](const http::Request& request) {
        Call call{application, request, nullptr, language_of(request.header("accept-language")),
                  false};
        Result<std::shared_ptr<const access::Principal>> principal = principal_of(call);
        if (!principal.ok())
            return error_response(principal.error(), call.language, request.trace_id);
        call.principal = std::move(principal).value();
        if (call.principal->view != nullptr) call.snapshot = call.principal->view;
        call.language = language_for(call);
        return answer(call, handler);
    };
}

http::Handler anonymous(Application& application, CallHandler handler) {
    return [&application, handler = std::move(handler)](const http::Request& request) {
        Call call{application, request, nullptr, language_of(request.header("accept-language")),
                  false};
        if (changes_something(request.method) && !request.header("cookie").empty() &&
            !is_same_origin(request)) {
            return error_response(make_error(ErrorCode::forbidden, "error.foreign_origin"),
                                  call.language, request.trace_id);
        }
        return answer(call, handler);
    };
}

http::Handler odata(http::Handler handler) {
    return [handler = std::move(handler)](const http::Request& request) {
        http::Response response = handler(request);
        response.headers.emplace_back("odata-version", "4.01");
        return response;
    };
}

}  // namespace clientela::api
