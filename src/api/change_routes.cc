// SPDX-License-Identifier: Apache-2.0
// A page holds only what its reader may see, so it may be empty and still go on: the token says how
// far the log was read, not how much was found.
#include "api/change_routes.h"

#include <charconv>

#include "api/call.h"
#include "base/json_writer.h"

namespace clientela::api {
namespace {

constexpr int kPageDefault = 100;
constexpr int kPageMax = 1'000;
constexpr int kReadAtOnce = 500;
constexpr int kReadMax = 5'000;  // entries looked at for one page

Result<change::Cursor> cursor_of(const Call& call, std::string_view field, std::string_view token) {
    if (token.empty()) return change::Cursor{};
    const auto cursor = change::parse_token(token, call.application.log_series);
    if (!cursor) return field_error(std::string(field), "unknown_token");
    return *cursor;
}

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

struct ChangePage {
    std::vector<change::Entry> entries;
    change::Cursor next;
};

Result<ChangePage> read_page(record::Context& context, change::Cursor after, std::size_t size) {
    ChangePage page{{}, after};
    for (int looked_at = 0; looked_at < kReadMax; looked_at += kReadAtOnce) {
        const auto entries = TRY(change::read_after(context.tx, page.next, kReadAtOnce));
        if (entries.empty()) break;
        for (change::Entry& entry : TRY(visible_entries(context, entries))) {
            page.entries.push_back(std::move(entry));
            if (page.entries.size() < size) continue;
            page.next = {page.entries.back().tx_id, page.entries.back().seq};
            return page;
        }
        page.next = {entries.back().tx_id, entries.back().seq};
    }
    return page;
}

void write_id(JsonWriter& writer, std::string_view name, Id id) {
    writer.key(name);
    if (id) {
        writer.string(to_string(id));
    } else {
        writer.null();
    }
}

std::string page_text(const schema::Schema& schema, const ChangePage& page, change::Series series) {
    JsonWriter writer;
    writer.begin_object();
    writer.key("value");
    writer.begin_array();
    for (const change::Entry& entry : page.entries) {
        writer.begin_object();
        writer.member("token", change::to_token({entry.tx_id, entry.seq}, series));
        writer.member("object", schema.find_by_id(entry.object_id)->name);
        write_id(writer, "id", entry.record);
        writer.member("op", change::name_of(entry.op));
        writer.member("version", entry.version);
        writer.member("happened_at", to_string(entry.happened_at));
        write_id(writer, "actor_id", entry.actor);
        writer.end_object();
    }
    writer.end_array();
    writer.member("next", change::to_token(page.next, series));
    writer.end_object();
    return writer.take();
}

Result<http::Response> changes(Call& call) {
    const auto token = call.request.query_value("after").value_or("");
    const change::Cursor after = TRY(cursor_of(call, "after", token));
    const int size = TRY(page_size(call.request));
    ChangePage page;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        page = TRY(read_page(context, after, static_cast<std::size_t>(size)));
        return {};
    }));
    return json_response(200, page_text(call.schema(), page, call.application.log_series));
}

Result<http::Response> stream(Call& call, ChangeFeed& feed) {
    std::string_view token = call.request.header("last-event-id");
    if (token.empty()) token = call.request.query_value("after").value_or("");
    std::optional<change::Cursor> after;
    if (!token.empty()) after = TRY(cursor_of(call, "after", token));
    http::Response response;
    response.event_channel = TRY(feed.open(call, after));
    return response;
}

}  // namespace

void add_change_routes(http::Router& router, Application& application, ChangeFeed& feed) {
    router.add(http::Method::get, "/api/v1/changes", authenticated(application, changes));
    router.add(http::Method::get, "/api/v1/changes/stream",
               authenticated(application, [&feed](Call& call) { return stream(call, feed); }));
}

}  // namespace clientela::api
