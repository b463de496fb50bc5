// SPDX-License-Identifier: Apache-2.0
// What is wrong with a request is told at once; what goes wrong later stands in the job.
#include "exporter/export_routes.h"

#include "api/call.h"
#include "api/idempotency.h"
#include "job/job_routes.h"
#include "job/job_table.h"

namespace clientela::exporter {
namespace {

constexpr int kActiveMax = 5;  // of one person, waiting or running

void write_number(JsonWriter& writer, std::string_view name, std::optional<std::int64_t> number) {
    writer.key(name);
    if (number) {
        writer.integer(*number);
    } else {
        writer.null();
    }
}

Result<http::Response> preview(const api::Call& call, const ExportRequest& request,
                               const OpenSource& open) {
    std::optional<Reach> reach;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        reach = TRY(open(call.application, request)->reach(context));
        return {};
    }));
    JsonWriter writer;
    writer.begin_object();
    write_number(writer, "count", reach ? std::optional(reach->seen) : std::nullopt);
    write_number(writer, "exportable", reach ? std::optional(reach->exportable) : std::nullopt);
    write_number(writer, "left_out",
                 reach ? std::optional(reach->seen - reach->exportable) : std::nullopt);
    writer.end_object();
    return api::json_response(200, writer.take());
}

Result<void> check_room(record::Context& context) {
    job::Search mine;
    mine.started_by = context.principal.user;
    mine.kind = kJobKind;
    mine.active = true;
    mine.limit = kActiveMax;
    if (TRY(job::newest(context.tx, mine)).size() < kActiveMax) return {};
    return make_error(ErrorCode::conflict, "export.too_many",
                      {{"max", std::to_string(kActiveMax)}});
}

Result<http::Response> begin(api::Call& call, job::Runner& runner, const OpenSource& open) {
    ExportParameters parameters{TRY(parse_request(call.request.body)), call.request.remote};
    ExportRequest& request = parameters.request;
    request.language = call.language;
    TRY(call.read(
        [&](record::Context& context) { return open(call.application, request)->check(context); }));
    if (request.preview) return preview(call, request, open);
    const bool list = call.schema().find(request.object) != nullptr;
    job::Order order;
    order.kind = kJobKind;
    order.title = list ? Message{"export.title", {{"object", request.object}}}
                       : Message{"export.title_log", {}};
    if (list) order.object = request.object;
    order.parameters = to_parameters(parameters);
    http::Response response =
        TRY(api::write_once(call, [&](record::Context& context) -> Result<http::Response> {
            TRY(check_room(context));
            const job::Job job = TRY(runner.submit_in(context.tx, order, context.principal.user));
            return job::job_response(call, job, 202);
        }));
    runner.nudge();
    return response;
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
        router.add(method, pattern,
                   api::authenticated(application, std::move(handler), api::Keys::kept_by_handler));
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
