// SPDX-License-Identifier: Apache-2.0
#include "app/demo_routes.h"

#include <boost/json.hpp>

#include "api/call.h"
#include "demo/remove.h"
#include "job/job_routes.h"
#include "job/job_table.h"

namespace clientela::app {
namespace {

namespace json = boost::json;

Result<bool> asks_only(const std::string& body) {
    if (body.empty()) return false;
    boost::system::error_code failed;
    const json::value parsed = json::parse(body, failed);
    if (failed || !parsed.is_object()) return make_error(ErrorCode::invalid, "error.body");
    bool preview = false;
    for (const auto& [name, value] : parsed.get_object()) {
        if (name != "preview") return field_error(std::string(name), "unknown_field");
        if (!value.is_bool()) return field_error("preview", "wrong_type");
        preview = value.get_bool();
    }
    return preview;
}

Result<http::Response> preview(api::Call& call) {
    JsonWriter writer;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        writer.begin_object();
        writer.key("objects");
        writer.begin_array();
        for (const demo::RemovalCount& count :
             TRY(demo::removal_counts(context, context.principal.user))) {
            writer.begin_object();
            writer.member("object", count.object->name);
            writer.member("going", count.going);
            writer.member("staying", count.staying);
            writer.member("kept", count.kept);
            writer.member("losing", count.losing);
            writer.end_object();
        }
        writer.end_array();
        writer.end_object();
        return {};
    }));
    return api::json_response(200, writer.take());
}

Result<http::Response> remove(Site& site, api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    if (TRY(asks_only(call.request.body))) return preview(call);
    const job::Order order = demo::removal_order();
    job::Search under_way;
    under_way.kind = order.kind;
    under_way.active = true;
    job::Job job;
    if (!site.application->company->demonstration)
        return make_error(ErrorCode::conflict, "demo.none_left");
    TRY(call.write([&](record::Context& context) -> Result<void> {
        if (!TRY(job::newest(context.tx, under_way)).empty())
            return make_error(ErrorCode::conflict, "demo.being_removed");
        job = TRY(site.runner->submit_in(context.tx, order, call.principal->user));
        return {};
    }));
    site.runner->nudge();
    return job::job_response(call, job, 202);
}

}  // namespace

void add_demo_routes(http::Router& router, Site& site) {
    router.add(http::Method::post, "/api/v1/demo/remove",
               api::authenticated(*site.application,
                                  [&site](api::Call& call) { return remove(site, call); }));
}

}  // namespace clientela::app
