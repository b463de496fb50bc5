// SPDX-License-Identifier: Apache-2.0
#include "bulk/bulk_routes.h"

#include "api/call.h"
#include "api/idempotency.h"
#include "bulk/bulk_act.h"
#include "job/job_routes.h"
#include "record/check_values.h"

namespace clientela::bulk {
namespace {

// The number that the preview gave and the present one differ: the error carries the new one.
http::Response count_changed(const api::Call& call, const Reach& reach) {
    http::Response response =
        api::error_response(make_error(ErrorCode::conflict, "bulk.count_changed",
                                       {{"count", std::to_string(reach.count)}}),
                            call.language, call.request.trace_id);
    const std::size_t end = response.body.rfind('}');
    response.body.insert(end, ",\"count\":" + std::to_string(reach.count) +
                                  ",\"changeable\":" + std::to_string(reach.changeable));
    return response;
}

std::string preview_text(const Reach& reach) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("count", reach.count);
    writer.member("changeable", reach.changeable);
    writer.member("locked", reach.count - reach.changeable);
    writer.end_object();
    return writer.take();
}

Result<http::Response> act_on_all(api::Call& call, job::Runner& runner) {
    const schema::Object* object = call.schema().find(call.request.parameter("set"));
    if (object == nullptr) return make_error(ErrorCode::not_found, "error.not_found");
    BulkAct act;
    act.object = object->name;
    if (call.principal->breadth(object->name, access::Action::read) == access::Breadth::none)
        return make_error(ErrorCode::not_found, "error.not_found");
    act = TRY(parse_act(*object, call.request.body));
    TRY(may_act(*call.principal, act));
    if (auto known = TRY(api::answered_before(call))) return std::move(*known);
    const record::Draft draft = TRY(draft_of(call.application.company, *object, act));
    Reach reach;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        reach = TRY(reach_of(call.application, context, act));
        // What would fail for every record is told before anything begins.
        if (act.action == Action::unclassify) return {};  // also what is gone may be taken off
        return record::check_values(context, *object, draft, reach.changeable);
    }));
    if (act.preview) return api::json_response(200, preview_text(reach));
    if (!act.expected_count) return field_error("expected_count", "required");
    if (*act.expected_count != reach.count) return count_changed(call, reach);
    job::Order order;
    order.kind = "bulk";
    order.title = Message{"bulk.title." + std::string(name_of(act.action)),
                          {{"object", act.object}, {"count", std::to_string(reach.count)}}};
    order.object = act.object;
    order.parameters = to_parameters(act);
    order.total = reach.count;
    order.undoable = true;
    http::Response response =
        TRY(api::write_once(call, [&](record::Context& context) -> Result<http::Response> {
            const job::Job job = TRY(runner.submit_in(context.tx, order, context.principal.user));
            return job::job_response(call, job, 202);
        }));
    runner.nudge();
    return response;
}

}  // namespace

void add_bulk_routes(http::Router& router, api::Application& application, job::Runner& runner) {
    router.add(http::Method::post, "/api/v1/{set}/bulk",
               api::authenticated(
                   application, [&runner](api::Call& call) { return act_on_all(call, runner); },
                   api::Keys::kept_by_handler));
}

}  // namespace clientela::bulk
