// SPDX-License-Identifier: Apache-2.0
#include "audit/audit_routes.h"

#include <algorithm>
#include <charconv>

#include "api/call.h"
#include "base/json_writer.h"
#include "change/acts.h"
#include "record/visible.h"

namespace clientela::audit {
namespace {

constexpr int kPageDefault = 50;
constexpr int kPageMax = 200;

Error not_found() { return make_error(ErrorCode::not_found, "error.not_found"); }

Result<std::int64_t> number(const http::Request& request, const char* name, std::int64_t otherwise,
                            std::int64_t most) {
    const auto text = request.query_value(name);
    if (!text || text->empty()) return otherwise;
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text->data(), text->data() + text->size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != text->data() + text->size() || value < 1)
        return field_error(name, "not_a_number");
    return std::min(value, most);
}

std::string word(const http::Request& request, const char* name) {
    return std::string(request.query_value(name).value_or(""));
}

// A day means its beginning in the company's zone, or its end.
enum class Edge { begin, end };
Result<std::optional<Instant>> moment(const record::Context& context, const char* name,
                                      const std::string& text, Edge edge) {
    if (text.empty()) return std::optional<Instant>{};
    if (const auto day = parse_date(text)) {
        const Date date{edge == Edge::begin ? day->days : day->days + 1};
        return std::optional<Instant>{context.company.zone.start_of_day(date)};
    }
    if (const auto instant = parse_instant(text)) return std::optional<Instant>{*instant};
    return field_error(name, "not_a_date");
}

Result<Id> id_of(const char* name, const std::string& text) {
    if (text.empty()) return Id{};
    const auto id = parse_id(text);
    if (!id) return field_error(name, "not_an_id");
    return *id;
}

void write_titled(JsonWriter& writer, const char* side, const std::string& value,
                  const std::string& title) {
    writer.key(side);
    writer.raw(value);
    if (!title.empty()) writer.member(std::string(side) + "_label", title);
}

void write_person(JsonWriter& writer, Id id, const std::string& name) {
    writer.key("actor");
    if (!id) return writer.null();
    writer.begin_object();
    writer.member("id", to_string(id));
    writer.member("name", name);
    writer.end_object();
}

void write_item(JsonWriter& writer, const Item& item) {
    writer.begin_object();
    writer.member("seq", item.entry.seq);
    writer.member("happened_at", to_string(item.entry.happened_at));
    write_person(writer, item.entry.actor, item.actor);
    writer.member("origin", item.entry.origin);
    writer.member("op", change::name_of(item.entry.op));
    writer.key("object");
    item.object != nullptr ? writer.string(item.object->name) : writer.null();
    writer.key("record");
    if (item.entry.record) {
        writer.begin_object();
        writer.member("id", to_string(item.entry.record));
        writer.member("label", item.record.locked ? std::string() : item.record.text);
        writer.end_object();
    } else {
        writer.null();
    }
    writer.member("version", item.entry.version);
    writer.key("changes");
    writer.begin_array();
    for (const FieldChange& change : item.changes) {
        writer.begin_object();
        writer.member("field", change.field);
        write_titled(writer, "before", change.before, change.before_title);
        write_titled(writer, "after", change.after, change.after_title);
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
}

void write_next(JsonWriter& writer, std::int64_t next) {
    writer.key("next");
    next > 0 ? writer.string(std::to_string(next)) : writer.null();
}

Result<http::Response> show_changes(api::Call& call) {
    const http::Request& request = call.request;
    const Words words{word(request, "object"), word(request, "record"), word(request, "field"),
                      word(request, "actor"),  word(request, "from"),   word(request, "until")};
    const std::int64_t top = TRY(number(request, "top", kPageDefault, kPageMax));
    const std::int64_t before = TRY(number(request, "before", 0, INT64_MAX));
    JsonWriter writer;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        Question question = TRY(question_of(context, words));
        question.limit = static_cast<int>(top);
        question.before = before;
        const Page page = TRY(read(context, question));
        writer.begin_object();
        writer.key("value");
        writer.begin_array();
        for (const Item& item : page.items)
            write_item(writer, item);
        writer.end_array();
        write_next(writer, page.next);
        writer.end_object();
        return {};
    }));
    return api::json_response(200, writer.take());
}

void write_act(JsonWriter& writer, const change::Act& act, const std::string& name) {
    writer.begin_object();
    writer.member("seq", act.seq);
    writer.member("happened_at", to_string(act.happened_at));
    write_person(writer, act.actor, name);
    writer.member("kind", act.kind);
    writer.member("subject", act.subject);
    writer.member("address", act.address);
    writer.key("detail");
    act.detail.empty() ? writer.null() : writer.raw(act.detail);
    writer.end_object();
}

Result<http::Response> show_acts(api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    const http::Request& request = call.request;
    change::ActQuestion question;
    question.kind = word(request, "kind");
    question.actor = TRY(id_of("actor", word(request, "actor")));
    question.before = TRY(number(request, "before", 0, INT64_MAX));
    const std::int64_t top = TRY(number(request, "top", kPageDefault, kPageMax));
    question.limit = static_cast<int>(top) + 1;
    JsonWriter writer;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        question.from = TRY(moment(context, "from", word(request, "from"), Edge::begin));
        question.until = TRY(moment(context, "until", word(request, "until"), Edge::end));
        std::vector<change::Act> acts = TRY(change::list_acts(context.tx, question));
        const bool more = acts.size() > static_cast<std::size_t>(top);
        if (more) acts.pop_back();
        std::vector<Id> people;
        for (const change::Act& act : acts) {
            if (act.actor) people.push_back(act.actor);
        }
        auto names = TRY(record::labels_of(context, context.schema.get("users"), people));
        writer.begin_object();
        writer.key("value");
        writer.begin_array();
        for (const change::Act& act : acts)
            write_act(writer, act, names[act.actor.value].text);
        writer.end_array();
        write_next(writer, more ? acts.back().seq : 0);
        writer.end_object();
        return {};
    }));
    return api::json_response(200, writer.take());
}

Result<http::Response> show_sign_ins(api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    JsonWriter writer;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        writer.begin_object();
        writer.key("value");
        writer.begin_array();
        for (const SignIn& last : TRY(last_sign_ins(context.tx))) {
            writer.begin_object();
            writer.member("user_id", to_string(last.user));
            writer.member("signed_in_at", to_string(last.at));
            writer.end_object();
        }
        writer.end_array();
        writer.end_object();
        return {};
    }));
    return api::json_response(200, writer.take());
}

}  // namespace

Result<Question> question_of(record::Context& context, const Words& words) {
    Question question;
    question.record = TRY(id_of("record", words.record));
    if (!words.object.empty()) {
        question.object = context.schema.find(words.object);
        if (question.object == nullptr) return not_found();
    }
    // Every act of people brings notices along, which would bury it.
    if (question.object == nullptr) question.left_out = context.schema.find("notifications");
    if (question.record && question.object == nullptr) return field_error("object", "required");
    if (!context.principal.administers) {
        if (!question.record) return make_error(ErrorCode::forbidden, "error.forbidden");
        // The log keeps titles of records that their reader may have lost sight of since.
        if (question.object->name == "notifications") return not_found();
        TRY(record::get(context, *question.object, question.record));
    }
    if (!words.field.empty()) {
        if (question.object == nullptr) return field_error("object", "required");
        const schema::Field* field = question.object->find_field(words.field);
        const schema::ManyLink* link = question.object->find_many_link(words.field);
        const bool known = link != nullptr || (field != nullptr && !field->secret);
        if (!known) return field_error("field", "unknown_field");
        question.field_id = field != nullptr ? field->id : link->id;
    }
    question.actor = TRY(id_of("actor", words.actor));
    question.from = TRY(moment(context, "from", words.from, Edge::begin));
    question.until = TRY(moment(context, "until", words.until, Edge::end));
    return question;
}

void add_audit_routes(http::Router& router, api::Application& application) {
    router.add(http::Method::get, "/api/v1/audit", api::authenticated(application, show_changes));
    router.add(http::Method::get, "/api/v1/audit/acts", api::authenticated(application, show_acts));
    router.add(http::Method::get, "/api/v1/audit/sign-ins",
               api::authenticated(application, show_sign_ins));
}

}  // namespace clientela::audit
