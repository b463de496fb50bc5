// SPDX-License-Identifier: Apache-2.0
// The customisation as one file: out, plan of the way in, in.
#include "customize/customization_routes.h"
#include "api/call.h"
#include "base/json_writer.h"
#include "customize/document/editor.h"
#include "customize/document/file.h"
#include "customize/document/file_shape.h"
#include "schema/custom.h"

namespace clientela::customize {
namespace {

Result<json::object> file_of(const api::Call& call, std::string& hash) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    boost::system::error_code failed;
    json::value parsed = json::parse(call.request.body, failed);
    if (failed || !parsed.is_object()) return field_error("file", "customization_file");
    hash = text_at(parsed.as_object(), "hash");
    json::object file = object_at(parsed.as_object(), "file");
    if (!text_at(file, "format").starts_with("clientela/customization/"))
        return field_error("file", "customization_file");
    TRY(check_shape(file));
    return file;
}

Result<json::array> changes_of(api::Application& application, const json::object& file) {
    json::array changes;
    TRY(application.store.read([&](db::Transaction& tx) -> Result<void> {
        const schema::CustomDocument document = TRY(schema::find_document(tx));
        json::object present;
        if (!document.json.empty()) present = json::parse(document.json).as_object();
        changes = changes_towards(file, std::move(present));
        return {};
    }));
    return changes;
}

void write_counts(JsonWriter& out, const char* name, const Touched& touched) {
    out.key(name);
    out.begin_object();
    out.member("created", static_cast<std::int64_t>(touched.created));
    out.member("updated", static_cast<std::int64_t>(touched.updated));
    out.member("unchanged", static_cast<std::int64_t>(touched.unchanged));
    out.end_object();
}

std::string answer(const json::array& changes, const std::string& plan, const Read& read) {
    JsonWriter out;
    out.begin_object();
    out.key("changes");
    out.raw(json::serialize(changes));
    out.key("plan");
    out.raw(plan.empty() ? "null" : plan);
    write_counts(out, "roles", read.roles);
    write_counts(out, "layouts", read.layouts);
    write_counts(out, "views", read.views);
    out.end_object();
    return out.take();
}

Result<http::Response> export_route(api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    std::string text;
    TRY(call.application.store.read([&](db::Transaction& tx) -> Result<void> {
        text = json::serialize(TRY(customization_file(tx)));
        return {};
    }));
    http::Response response = api::json_response(200, std::move(text));
    response.headers.emplace_back("content-disposition",
                                  "attachment; filename=\"clientela-customization.json\"");
    return response;
}

Result<http::Response> plan_file_route(const Host& host, api::Call& call) {
    std::string hash;
    const json::object file = TRY(file_of(call, hash));
    const json::array changes = TRY(changes_of(call.application, file));
    std::string planned;
    if (!changes.empty()) planned = TRY(plan(host, json::serialize(changes), call.language));
    Read read;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        read = TRY(read_rest(context, file, true));
        return {};
    }));
    return api::json_response(200, answer(changes, planned, read));
}

// Definitions first; what comes after leans on them and is written with the new snapshot.
Result<http::Response> apply_file_route(const Host& host, api::Call& call) {
    std::string hash;
    const json::object file = TRY(file_of(call, hash));
    const json::array changes = TRY(changes_of(call.application, file));
    std::string planned;
    if (!changes.empty()) {
        if (hash.empty()) return field_error("hash", "required");
        planned = TRY(apply(host, *call.principal, json::serialize(changes), hash, call.language));
        call.snapshot = call.application.schema.get();
    }
    Read read;
    TRY(call.write([&](record::Context& context) -> Result<void> {
        read = TRY(read_rest(context, file, false));
        return {};
    }));
    call.application.principals.invalidate();
    call.application.events.publish("change", R"({"object":"definitions","op":"many"})");
    return api::json_response(200, answer(changes, planned, read));
}

}  // namespace

void add_customization_routes(http::Router& router, const std::shared_ptr<const Host>& host) {
    api::Application& application = host->application;
    router.add(http::Method::get, "/api/v1/customization",
               api::authenticated(application, export_route));
    router.add(http::Method::post, "/api/v1/customization/plan",
               api::authenticated(
                   application, [host](api::Call& call) { return plan_file_route(*host, call); },
                   api::Keys::kept_by_handler));
    router.add(http::Method::post, "/api/v1/customization/apply",
               api::authenticated(
                   application, [host](api::Call& call) { return apply_file_route(*host, call); }));
}

}  // namespace clientela::customize
