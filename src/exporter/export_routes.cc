// SPDX-License-Identifier: Apache-2.0
// What is wrong with a request is told at once; what goes wrong later stands in the job.
#include "exporter/export_routes.h"

#include "api/call.h"
#include "job/job_routes.h"
#include "job/job_table.h"

namespace clientela::exporter {
namespace {

constexpr int kActiveMax = 5;  // of one person, waiting or running

Result<http::Response> begin(const api::Call& call, job::Runner& runner, const OpenSource& open) {
    ExportParameters parameters{TRY(parse_request(call.request.body)), call.request.remote};
    ExportRequest& request = parameters.request;
    request.language = call.language;
    TRY(call.read(
        [&](record::Context& context) { return open(call.application, request)->check(context); }));
    TRY(call.read([&](record::Context& context) -> Result<void> {
        job::Search mine;
        mine.started_by = call.principal->user;
        mine.kind = kJobKind;
        mine.active = true;
        mine.limit = kActiveMax;
        if (TRY(job::newest(context.tx, mine)).size() < kActiveMax) return {};
        return make_error(ErrorCode::conflict, "export.too_many",
                          {{"max", std::to_string(kActiveMax)}});
    }));
    const bool list = call.schema().find(request.object) != nullptr;
    job::Order order;
    order.kind = kJobKind;
    order.title = list ? Message{"export.title", {{"object", request.object}}}
                       : Message{"export.title_log", {}};
    if (list) order.object = request.object;
    order.parameters = to_parameters(parameters);
    const job::Job job = TRY(runner.submit(order, call.principal->user));
    return job::job_response(call, job, 202);
}

Result<job::Job> export_of(const api::Call& call) {
    const auto id = parse_id(call.request.parameter("id"));
    if (!id) return make_error(ErrorCode::not_found, "error.not_found");
    job::Job job = TRY(job::visible_job(call, *id));
    if (job.kind != kJobKind) return make_error(ErrorCode::not_found, "error.not_found");
    return job;
}

}  // namespace

void add_export_routes(http::Router& router, api::Application& application, job::Runner& runner,
                       OpenSource open) {
    using http::Method;
    const auto add = [&](Method method, const char* pattern, api::CallHandler handler) {
        router.add(method, pattern, api::authenticated(application, std::move(handler)));
    };
    add(Method::post, "/api/v1/exports",
        [&runner, open = std::move(open)](api::Call& call) { return begin(call, runner, open); });
    add(Method::get, "/api/v1/exports",
        [](api::Call& call) { return job::jobs_response(call, kJobKind); });
    add(Method::get, "/api/v1/exports('{id}')", [](api::Call& call) -> Result<http::Response> {
        return job::job_response(call, TRY(export_of(call)), 200);
    });
    add(Method::get, "/api/v1/exports('{id}')/file",
        [&runner](api::Call& call) -> Result<http::Response> {
            return job::file_response(call, TRY(export_of(call)), runner);
        });
}

}  // namespace clientela::exporter
