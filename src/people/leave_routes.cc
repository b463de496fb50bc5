// SPDX-License-Identifier: Apache-2.0
// The way out, for administrators: POST /api/v1/users('ID')/reassign hands over what somebody looks
// after, as a job that is undone like any other; .../disable closes the account, .../erase forgets
// the person.
#include <boost/json.hpp>

#include "job/job_routes.h"
#include "people/leave.h"
#include "people/leave_job.h"
#include "people/people_routes.h"
#include "people/people_sql.h"
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
    } else if (name == "close" && value.is_bool()) {
        request.handover.close = value.get_bool();
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

Result<http::Response> reassign(api::Call& call, job::Runner& runner) {
    const Request request = TRY(request_of(call));
    if (request.preview) return preview(call, request);
    if (request.handover.close && request.handover.from == call.principal->user)
        return make_error(ErrorCode::forbidden, "people.not_yourself");
    std::int64_t count = 0;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        TRY(check_handover(context, request.handover));
        count = TRY(count_handover(context, request.handover));
        return {};
    }));
    const job::Order order = order_of(request.handover, count);
    return job::job_response(call, TRY(runner.submit(order, call.principal->user)), 202);
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

void add_leave_routes(http::Router& router, api::Application& application, job::Runner& runner) {
    const auto add = [&](const char* pattern, api::CallHandler handler) {
        router.add(http::Method::post, pattern,
                   api::authenticated(application, std::move(handler)));
    };
    add("/api/v1/users('{id}')/reassign",
        [&runner](api::Call& call) { return reassign(call, runner); });
    add("/api/v1/users('{id}')/disable", close_account);
    add("/api/v1/users('{id}')/erase", forget_person);
}

void add_people_routes(http::Router& router, api::Application& application, job::Runner& runner) {
    add_why_routes(router, application);
    add_target_routes(router, application);
    add_leave_routes(router, application, runner);
}

}  // namespace clientela::people
