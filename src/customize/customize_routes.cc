// SPDX-License-Identifier: Apache-2.0
// /api/v1/definitions for administrators: plan, apply, PATCH of words, versions, use of fields.
#include <memory>

#include <spdlog/spdlog.h>
#include <boost/json.hpp>

#include "api/call.h"
#include "api/idempotency.h"
#include "customize/customization_routes.h"
#include "customize/customize.h"
#include "customize/document/overview.h"

namespace clientela::customize {
namespace {

namespace json = boost::json;
using HostPointer = std::shared_ptr<const Host>;

Result<void> only_administrators(const api::Call& call) {
    if (call.principal->administers) return {};
    return make_error(ErrorCode::forbidden, "error.forbidden");
}

Result<json::object> body_of(const api::Call& call) {
    boost::system::error_code failed;
    json::value parsed = json::parse(call.request.body, failed);
    if (failed || !parsed.is_object()) return make_error(ErrorCode::invalid, "error.body");
    return std::move(parsed.as_object());
}

std::string changes_in(const json::object& body) {
    const json::value* changes = body.if_contains("changes");
    return changes == nullptr ? "null" : json::serialize(*changes);
}

Result<http::Response> plan_route(const Host& host, api::Call& call) {
    TRY(only_administrators(call));
    const json::object body = TRY(body_of(call));
    return api::json_response(200, TRY(plan(host, changes_in(body), call.language)));
}

Result<http::Response> apply_route(const Host& host, api::Call& call) {
    TRY(only_administrators(call));
    const json::object body = TRY(body_of(call));
    const json::value* hash = body.if_contains("hash");
    if (hash == nullptr || !hash->is_string()) return field_error("hash", "required");
    if (auto known = TRY(api::answered_before(call))) return std::move(*known);
    const bool later =
        call.request.header("prefer").find("respond-async") != std::string_view::npos;
    const auto keep = [&](db::Transaction& tx, const std::string& answer) {
        return api::keep_answer(tx, call, api::json_response(200, answer));
    };
    const std::string answer =
        TRY(apply(host, *call.principal, changes_in(body), std::string(hash->as_string()),
                  call.language, later ? Rest::as_job : Rest::at_once, keep));
    // Again, because now it names the job of the rest, or what is unfinished.
    const Result<void> kept =
        call.application.store.write([&](db::Transaction& tx) { return keep(tx, answer); });
    if (!kept.ok())
        spdlog::warn("trace={} the answer of a change was not kept: {}", call.request.trace_id,
                     kept.error().detail);
    return api::json_response(200, answer);
}

// Words, options, order and sight change at once; what costs the store something needs a plan.
Result<http::Response> patch_route(const Host& host, api::Call& call) {
    TRY(only_administrators(call));
    json::object body = TRY(body_of(call));
    json::object change{{"do", "change_object"}, {"object", call.request.parameter("object")}};
    if (const std::string field(call.request.parameter("field")); !field.empty()) {
        change["do"] = "change_field";
        change["field"] = field;
    } else if (const json::value* order = body.if_contains("order")) {
        change["do"] = "order_fields";
        change["fields"] = *order;
    }
    change["set"] = std::move(body);
    const json::array changes{std::move(change)};
    return api::json_response(
        200, TRY(apply(host, *call.principal, json::serialize(changes), "", call.language)));
}

Result<http::Response> read_route(
    api::Call& call, const std::function<Result<std::string>(db::Transaction&)>& work) {
    TRY(only_administrators(call));
    std::string text;
    TRY(call.application.store.read([&](db::Transaction& tx) -> Result<void> {
        text = TRY(work(tx));
        return {};
    }));
    return api::json_response(200, std::move(text));
}

Result<http::Response> usage_route(api::Call& call) {
    const std::string object(call.request.parameter("object"));
    return read_route(call, [&](db::Transaction& tx) { return usage_json(tx, object); });
}

}  // namespace

void add_customize_routes(http::Router& router, Host given) {
    const auto host = std::make_shared<const Host>(std::move(given));
    api::Application& application = host->application;
    const auto add = [&](http::Method method, const char* path, auto route,
                         api::Keys keys = api::Keys::kept) {
        router.add(
            method, path,
            api::authenticated(
                application, [host, route](api::Call& call) { return route(*host, call); }, keys));
    };
    add(http::Method::post, "/api/v1/definitions/plan", plan_route, api::Keys::kept_by_handler);
    add(http::Method::post, "/api/v1/definitions/apply", apply_route, api::Keys::kept_by_handler);
    add(http::Method::patch, "/api/v1/definitions/{object}", patch_route);
    add(http::Method::patch, "/api/v1/definitions/{object}/{field}", patch_route);
    add_customization_routes(router, host);
    router.add(http::Method::get, "/api/v1/definitions/custom",
               api::authenticated(application,
                                  [](api::Call& call) { return read_route(call, overview_json); }));
    router.add(http::Method::get, "/api/v1/definitions/versions",
               api::authenticated(application,
                                  [](api::Call& call) { return read_route(call, versions_json); }));
    router.add(http::Method::get, "/api/v1/definitions/{object}/usage",
               api::authenticated(application, usage_route));
}

}  // namespace clientela::customize
