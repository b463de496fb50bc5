// SPDX-License-Identifier: Apache-2.0
// A token is made by a person in front of the page only: a leaked token must not make others that
// outlive it. Its text leaves the server once, in the answer that made it.
#include "api/token_routes.h"

#include <boost/json.hpp>

#include "access/secret.h"
#include "access/token.h"
#include "api/call.h"
#include "api/token_json.h"
#include "base/text.h"
#include "change/acts.h"

namespace clientela::api {
namespace {

namespace json = boost::json;

constexpr std::size_t kNameMax = 80;
constexpr std::int64_t kDaysMax = 3650;
constexpr std::size_t kTokensMax = 50;  // of one person

Result<bool> wants_all(const Call& call) {
    const auto all = call.request.query_value("all");
    if (!all || *all == "false") return false;
    if (*all != "true") return field_error("all", "true_or_false");
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    return true;
}

Result<http::Response> show(Call& call) {
    const bool all = TRY(wants_all(call));
    JsonWriter writer;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        const std::vector<OwnedToken> tokens = TRY(
            with_owners(context, TRY(all ? access::list_all_tokens(context.tx)
                                         : access::list_tokens(context.tx, call.principal->user))));
        writer.begin_object();
        writer.key("value");
        write_tokens(writer, tokens);
        writer.end_object();
        return {};
    }));
    return json_response(200, writer.take());
}

struct Wanted {
    std::string name;
    std::optional<std::int64_t> days;
};

// {"name": "...", "expires_days": 90 or null}
Result<Wanted> read_wanted(const std::string& body) {
    boost::system::error_code failed;
    const json::value document = json::parse(body, failed);
    if (failed || !document.is_object()) return make_error(ErrorCode::invalid, "error.body");
    Wanted wanted;
    for (const auto& [name, value] : document.get_object()) {
        if (name == "name" && value.is_string()) {
            wanted.name = std::string(trim(std::string_view(value.get_string())));
        } else if (name == "expires_days" && value.is_int64()) {
            wanted.days = value.get_int64();
        } else if (name == "expires_days" && value.is_null()) {
            wanted.days = std::nullopt;
        } else {
            const bool known = name == "name" || name == "expires_days";
            return field_error(std::string(name), known ? "wrong_type" : "unknown_field");
        }
    }
    if (wanted.name.empty()) return field_error("name", "required");
    if (length_in_characters(wanted.name) > kNameMax)
        return field_error("name", "too_long", {{"max", std::to_string(kNameMax)}});
    if (wanted.days && *wanted.days < 1)
        return field_error("expires_days", "too_small", {{"min", "1"}});
    if (wanted.days && *wanted.days > kDaysMax)
        return field_error("expires_days", "too_large", {{"max", std::to_string(kDaysMax)}});
    return wanted;
}

Result<http::Response> make(Call& call) {
    if (!call.by_cookie) return make_error(ErrorCode::forbidden, "token.in_page_only");
    const Wanted wanted = TRY(read_wanted(call.request.body));
    const access::Secret secret = access::make_secret(access::kTokenPrefix);
    access::Token token;
    token.id = call.application.ids.next(call.application.clock.now().ms);
    token.user = call.principal->user;
    token.name = wanted.name;
    token.hash = secret.hash;
    TRY(call.write([&](record::Context& context) -> Result<void> {
        if (TRY(access::list_tokens(context.tx, token.user)).size() >= kTokensMax)
            return make_error(ErrorCode::conflict, "token.too_many",
                              {{"max", std::to_string(kTokensMax)}});
        token.created_at = context.now;
        if (wanted.days) token.expires_at = Instant{context.now.ms + *wanted.days * kDayMs};
        TRY(access::create_token(context.tx, token));
        return change::record_act(context.tx, {0, context.now, token.user, "token_made", token.name,
                                               call.request.remote, ""});
    }));
    JsonWriter writer;
    writer.begin_object();
    write_token(writer, {token, call.principal->name});
    writer.member("token", secret.text);
    writer.end_object();
    return json_response(201, writer.take());
}

Result<http::Response> revoke(Call& call) {
    const auto id = parse_id(call.request.parameter("id"));
    if (!id) return make_error(ErrorCode::not_found, "error.not_found");
    TRY(call.write([&](record::Context& context) -> Result<void> {
        const auto token = TRY(access::token_by_id(context.tx, *id));
        const bool own = token && token->user == call.principal->user;
        if (!token || (!own && !call.principal->administers))
            return make_error(ErrorCode::not_found, "error.not_found");
        TRY(access::revoke_token(context.tx, token->user, *id, context.now));
        return change::record_act(
            context.tx, {0, context.now, call.principal->user, "token_revoked", token->name,
                         call.request.remote, ""});
    }));
    call.application.principals.invalidate();
    http::Response response;
    response.status = 204;
    return response;
}

}  // namespace

void add_token_routes(http::Router& router, Application& application) {
    using http::Method;
    router.add(Method::get, "/api/v1/tokens", authenticated(application, show));
    router.add(Method::post, "/api/v1/tokens", authenticated(application, make, Keys::secret));
    router.add(Method::delete_, "/api/v1/tokens('{id}')", authenticated(application, revoke));
}

}  // namespace clientela::api
