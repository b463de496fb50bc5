// SPDX-License-Identifier: Apache-2.0
// Any record has a history; activities regard those whose definition says so.
#include "activity/timeline_routes.h"

#include <algorithm>
#include <charconv>

#include "activity/timeline.h"
#include "api/call.h"

namespace clientela::activity {
namespace {

constexpr int kPageDefault = 30;
constexpr int kPageMax = 100;

Error not_found() { return make_error(ErrorCode::not_found, "error.not_found"); }

Result<int> page_size(const http::Request& request) {
    const auto text = request.query_value("top");
    if (!text) return kPageDefault;
    int size = 0;
    const auto parsed = std::from_chars(text->data(), text->data() + text->size(), size);
    if (parsed.ec != std::errc{} || parsed.ptr != text->data() + text->size() || size < 1) {
        return field_error("top", "not_a_number");
    }
    return std::min(size, kPageMax);
}

Result<http::Response> answer(api::Call& call) {
    const schema::Object* object = call.schema().find(call.request.parameter("set"));
    const auto id = parse_id(call.request.parameter("id"));
    if (object == nullptr || !id) return not_found();
    const int size = TRY(page_size(call.request));
    const std::string_view token = call.request.query_value("before").value_or("");
    std::optional<TimelinePlace> before = TimelinePlace{};
    if (!token.empty()) before = parse_place(token);
    if (!before) return field_error("before", "unknown_token");
    std::string body;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        TRY(record::get(context, *object, *id));
        const TimelinePage page = TRY(timeline(context, *object, *id, *before, size));
        body = TRY(timeline_json(context, *object, page));
        return {};
    }));
    return api::json_response(200, std::move(body));
}

}  // namespace

void add_timeline_routes(http::Router& router, api::Application& application) {
    for (const char* pattern : {"/api/v1/{set}('{id}')/timeline", "/api/v1/{set}/{id}/timeline"}) {
        router.add(http::Method::get, pattern, api::authenticated(application, answer));
    }
}

}  // namespace clientela::activity
