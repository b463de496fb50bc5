// SPDX-License-Identifier: Apache-2.0
#include "notification/notification_routes.h"

#include <algorithm>

#include <boost/json.hpp>

#include "api/call.h"
#include "base/unknown_option.h"
#include "filter/filter.h"
#include "notification/notify.h"
#include "record/read.h"
#include "record/save.h"

namespace clientela::notification {
namespace {

namespace json = boost::json;

std::string muted_text(const std::set<std::string>& kinds) {
    JsonWriter writer;
    writer.begin_object();
    writer.key("muted");
    writer.begin_array();
    for (const std::string& kind : kinds)
        writer.string(kind);
    writer.end_array();
    writer.end_object();
    return writer.take();
}

Result<http::Response> show_muted(api::Call& call) {
    std::set<std::string> kinds;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        kinds = TRY(muted(context.tx, call.principal->user));
        return {};
    }));
    return api::json_response(200, muted_text(kinds));
}

std::vector<std::string> kinds_of(const api::Call& call) {
    std::vector<std::string> kinds;
    for (const schema::Option& option : call.schema().get("notifications").field("kind").options)
        kinds.push_back(option.value);
    return kinds;
}

Result<http::Response> change_muted(api::Call& call) {
    boost::system::error_code failed;
    const json::value document = json::parse(call.request.body, failed);
    const json::value* list =
        failed || !document.is_object() ? nullptr : document.get_object().if_contains("muted");
    if (list == nullptr || !list->is_array()) return make_error(ErrorCode::invalid, "error.body");
    const std::vector<std::string> known = kinds_of(call);
    std::set<std::string> kinds;
    for (const json::value& one : list->get_array()) {
        const std::string kind = one.is_string() ? std::string(one.get_string()) : std::string();
        if (std::find(known.begin(), known.end(), kind) == known.end())
            return unknown_option("muted", kind, known);
        kinds.insert(kind);
    }
    TRY(call.write([&](record::Context& context) {
        return set_muted(context.tx, call.principal->user, kinds);
    }));
    return api::json_response(200, muted_text(kinds));
}

// What is read has left the question, so each page is the first.
Result<record::Page> unread_page(record::Context& context) {
    const schema::Object& object = context.schema.get("notifications");
    record::Query query;
    query.object = &object;
    query.filter = TRY(filter::parse_and_bind(
        "read_at eq null and owner_id eq '" + to_string(context.principal.user) + "'",
        context.schema, object));
    query.page_size = record::kPageSizeMax;
    return record::list(context, query);
}

Result<void> read_page(record::Context& context, const record::Page& page) {
    const schema::Object& object = context.schema.get("notifications");
    for (const record::Row& row : page.rows) {
        record::Draft draft;
        draft.operation = record::Operation::update;
        draft.id = row.record.id();
        draft.set(object.field("read_at"), context.now);
        TRY(record::save(context, object, draft));
    }
    return {};
}

// A transaction for each page, so that nobody's save waits for thousands of notices.
Result<http::Response> read_everything(api::Call& call) {
    std::int64_t read = 0;
    for (bool more = true; more;) {
        std::int64_t count = 0;
        TRY(call.write([&](record::Context& context) -> Result<void> {
            const record::Page page = TRY(unread_page(context));
            count = static_cast<std::int64_t>(page.rows.size());
            more = !page.next.empty();
            return read_page(context, page);
        }));
        read += count;
    }
    JsonWriter writer;
    writer.begin_object();
    writer.member("read", read);
    writer.end_object();
    return api::json_response(200, writer.take());
}

}  // namespace

void add_notification_routes(http::Router& router, api::Application& application) {
    using http::Method;
    router.add(Method::get, "/api/v1/notifications/muted",
               api::authenticated(application, show_muted));
    router.add(Method::put, "/api/v1/notifications/muted",
               api::authenticated(application, change_muted));
    router.add(Method::post, "/api/v1/notifications/read",
               api::authenticated(application, read_everything));
}

}  // namespace clientela::notification
