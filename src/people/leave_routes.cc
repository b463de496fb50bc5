// SPDX-License-Identifier: Apache-2.0
// The way out, for administrators: POST /api/v1/users('ID')/reassign hands over what somebody looks
// after, .../disable closes the account, .../erase forgets the person. A hand-over goes back with
// POST /api/v1/reassignments('ID')/undo.
#include <optional>

#include <boost/json.hpp>

#include "people/leave.h"
#include "people/people_routes.h"
#include "record/read.h"

namespace clientela::people {
namespace {

namespace json = boost::json;

struct Request {
    Handover handover;
    bool preview = false;
    std::string confirm;
};

Result<Id> id_in(std::string_view name, const json::value& value) {
    if (value.is_null()) return Id{};
    const auto id = value.is_string()
                        ? parse_id({value.get_string().data(), value.get_string().size()})
                        : std::nullopt;
    if (!id) return field_error(std::string(name), "not_an_id");
    return *id;
}

Result<void> read_member(Request& request, std::string_view name, const json::value& value) {
    if (name == "to") {
        request.handover.to = TRY(id_in(name, value));
    } else if (name == "by_team" && value.is_bool()) {
        request.handover.by_team = value.get_bool();
    } else if (name == "preview" && value.is_bool()) {
        request.preview = value.get_bool();
    } else if (name == "confirm" && value.is_string()) {
        request.confirm = value.get_string();
    } else if (name == "objects" && value.is_array()) {
        for (const json::value& one : value.get_array()) {
            if (!one.is_string()) return field_error("objects", "wrong_type");
            request.handover.objects.emplace_back(one.get_string());
        }
    } else {
        return field_error(std::string(name), "wrong_type");
    }
    return {};
}

Result<Request> request_of(const api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    Request request;
    const auto user = parse_id(call.request.parameter("id"));
    if (!user) return make_error(ErrorCode::not_found, "error.not_found");
    request.handover.from = *user;
    boost::system::error_code failed;
    std::string_view body = call.request.body;
    if (body.empty()) body = "{}";
    const json::value parsed = json::parse(body, failed);
    if (failed || !parsed.is_object()) return make_error(ErrorCode::invalid, "error.body");
    for (const auto& [name, value] : parsed.get_object())
        TRY(read_member(request, {name.data(), name.size()}, value));
    return request;
}

Result<http::Response> preview(api::Call& call, const Request& request) {
    JsonWriter writer;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        TRY(record::get(context, context.schema.get("users"), request.handover.from));
        writer.begin_object();
        writer.key("objects");
        writer.begin_array();
        for (const OwnedCount& count :
             TRY(counts_owned(context.tx, context.schema, request.handover.from))) {
            writer.begin_object();
            writer.member("object", count.object->name);
            writer.member("living", count.living);
            writer.member("binned", count.binned);
            writer.end_object();
        }
        writer.end_array();
        writer.end_object();
        return {};
    }));
    return api::json_response(200, writer.take());
}

struct Handed {
    Id id;
    std::int64_t moved = 0;
    std::vector<std::pair<Id, std::string>> failed;
    std::optional<Error> stopped;  // before the end
};

// Each batch is a transaction of its own: others write in between.
Handed hand_all_over(const api::Call& call, const Handover& handover, Id id) {
    Handed handed;
    handed.id = id;
    HandoverPlace place;
    while (!place.done) {
        const auto written = call.write([&](record::Context& context) -> Result<void> {
            HandoverStep step = TRY(hand_over(context, handover, place));
            place = std::move(step.next);
            handed.moved += step.moved;
            std::move(step.failed.begin(), step.failed.end(), std::back_inserter(handed.failed));
            return {};
        });
        if (written.ok()) continue;
        handed.stopped = written.error();
        break;
    }
    return handed;
}

// What has moved when something breaks has moved: its number is told, so that it can go back.
http::Response receipt_of(const api::Call& call, const Handed& handed) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("id", to_string(handed.id));
    writer.member("moved", handed.moved);
    writer.key("failed");
    writer.begin_array();
    for (const auto& [record, reason] : handed.failed) {
        writer.begin_object();
        writer.member("id", to_string(record));
        writer.member("reason", reason);
        writer.end_object();
    }
    writer.end_array();
    if (handed.stopped) {
        const http::Response told =
            api::error_response(*handed.stopped, call.language, call.request.trace_id);
        writer.key("error");
        writer.raw(json::serialize(json::parse(told.body).at("error")));
    }
    writer.end_object();
    return api::json_response(handed.stopped ? 207 : 200, writer.take());
}

Result<http::Response> reassign(api::Call& call) {
    Request request = TRY(request_of(call));
    if (request.preview) return preview(call, request);
    Id id;
    TRY(call.write([&](record::Context& context) -> Result<void> {
        TRY(check_handover(context, request.handover));
        id = context.ids.next(context.now.ms);
        return {};
    }));
    request.handover.origin = "reassign:" + to_string(id);
    const Handed handed = hand_all_over(call, request.handover, id);
    if (handed.stopped && handed.moved == 0) return *handed.stopped;
    return receipt_of(call, handed);
}

Result<http::Response> undo(api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    const auto id = parse_id(call.request.parameter("id"));
    if (!id) return make_error(ErrorCode::not_found, "error.not_found");
    const std::string origin = "reassign:" + to_string(*id);
    TakeBackStep all;
    while (!all.done) {
        TRY(call.write([&](record::Context& context) -> Result<void> {
            const TakeBackStep step = TRY(take_back(context, origin, all.after));
            all = {step.after, all.moved + step.moved, all.left + step.left, step.done};
            return {};
        }));
    }
    if (all.moved + all.left == 0) return make_error(ErrorCode::not_found, "error.not_found");
    JsonWriter writer;
    writer.begin_object();
    writer.member("moved", all.moved);
    writer.member("left", all.left);
    writer.end_object();
    return api::json_response(200, writer.take());
}

Result<http::Response> close_account(api::Call& call) {
    const Request request = TRY(request_of(call));
    TRY(call.write(
        [&](record::Context& context) { return disable(context, request.handover.from); }));
    call.application.principals.invalidate();
    http::Response response;
    response.status = 204;
    return response;
}

// `confirm` is the name of the person, typed: nobody erases by a slip.
Result<http::Response> forget_person(api::Call& call) {
    const Request request = TRY(request_of(call));
    std::string name;
    TRY(call.write([&](record::Context& context) -> Result<void> {
        const record::Record user =
            TRY(record::get(context, context.schema.get("users"), request.handover.from));
        const auto* stored = std::get_if<std::string>(&user.at("name"));
        if (stored == nullptr || request.confirm != *stored)
            return field_error("confirm", "not_the_name");
        name = TRY(erase(context, request.handover.from));
        return {};
    }));
    call.application.principals.invalidate();
    JsonWriter writer;
    writer.begin_object();
    writer.member("name", name);
    writer.end_object();
    return api::json_response(200, writer.take());
}

}  // namespace

void add_leave_routes(http::Router& router, api::Application& application) {
    const auto add = [&](const char* pattern, api::CallHandler handler) {
        router.add(http::Method::post, pattern,
                   api::authenticated(application, std::move(handler)));
    };
    add("/api/v1/users('{id}')/reassign", reassign);
    add("/api/v1/users('{id}')/disable", close_account);
    add("/api/v1/users('{id}')/erase", forget_person);
    add("/api/v1/reassignments('{id}')/undo", undo);
}

void add_people_routes(http::Router& router, api::Application& application) {
    add_why_routes(router, application);
    add_target_routes(router, application);
    add_leave_routes(router, application);
}

}  // namespace clientela::people
