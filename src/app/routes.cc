// SPDX-License-Identifier: Apache-2.0
// The order matters nowhere: fixed words go before parameters in every pattern.
#include "app/routes.h"

#include "activity/timeline_routes.h"
#include "api/auth_routes.h"
#include "api/batch.h"
#include "api/call.h"
#include "api/change_routes.h"
#include "api/definition_routes.h"
#include "api/metadata.h"
#include "api/openapi.h"
#include "api/record_routes.h"
#include "api/token_routes.h"
#include "app/company_routes.h"
#include "app/demo_routes.h"
#include "app/handover.h"
#include "app/jobs.h"
#include "app/metrics_routes.h"
#include "audit/audit_routes.h"
#include "base/json_writer.h"
#include "bulk/bulk_routes.h"
#include "customize/customize.h"
#include "customize/index_job.h"
#include "customize/layouts.h"
#include "exporter/export_routes.h"
#include "http/static_files.h"
#include "importer/import_routes.h"
#include "job/job_routes.h"
#include "notification/notification_routes.h"
#include "people/people_routes.h"
#include "sales/forecast_routes.h"
#include "sales/lead_routes.h"
#include "search/index.h"
#include "search/search_routes.h"

namespace clientela::app {
namespace {

// What the router answers by itself (unknown path, wrong method, too large ...) in the shape of the
// API.
http::Response failure(const http::Request& request, const http::Failure& failed) {
    ErrorCode code = ErrorCode::internal;
    if (failed.status == 404) code = ErrorCode::not_found;
    if (failed.status == 413) code = ErrorCode::too_large;
    if (failed.status == 429) code = ErrorCode::rate_limited;
    if (failed.status == 503 || failed.status == 507) code = ErrorCode::unavailable;
    if (failed.status < 500 && code == ErrorCode::internal) code = ErrorCode::invalid;
    Error error = make_error(code, "http.status_" + std::to_string(failed.status));
    error.detail = failed.detail;
    http::Response response = api::error_response(
        error, language_of(request.header("accept-language")), request.trace_id);
    response.status = failed.status;
    return response;
}

// A consumer that lags makes nobody unready: answers are right, only search or roll-ups are behind.
// What went wrong stands in the log, not here, because anybody may ask.
std::string ready_text(const job::Loop& loop) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("status", "ok");
    writer.member("store", "ok");
    writer.key("consumers");
    writer.begin_array();
    for (const job::Status& status : loop.status()) {
        writer.begin_object();
        writer.member("name", status.name);
        writer.member("lag_ms", status.lag_ms);
        writer.member("failing", !status.error.empty());
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
    return writer.take();
}

void add_health_routes(http::Router& router, Site& site) {
    http::RouteOptions probe;
    probe.access_log = false;
    probe.run = http::Run::inline_;
    router.add(
        http::Method::get, "/health/live",
        [](const http::Request&) { return api::json_response(200, R"({"status":"ok"})"); }, probe);
    probe.run = http::Run::pool;
    router.add(
        http::Method::get, "/health/ready",
        [&site](const http::Request&) {
            const Result<void> store =
                site.store->read([](db::Transaction&) { return Result<void>{}; });
            if (store.ok()) return api::json_response(200, ready_text(*site.loop));
            return api::json_response(503, R"({"status":"failing","store":"unreachable"})");
        },
        probe);
}

// What may stand inside a batch: records, their actions, and what is read beside them.
std::shared_ptr<const http::Router> inner_router(api::Application& application, Site& site) {
    auto inner = std::make_shared<http::Router>();
    sales::add_lead_routes(*inner, application);
    sales::add_forecast_routes(*inner, application);
    activity::add_timeline_routes(*inner, application);
    search::add_search_routes(*inner, application, site.vocabulary);
    api::add_metadata_routes(*inner, application);
    api::add_record_routes(*inner, application);
    return inner;
}

}  // namespace

http::Router make_router(Site& site, const std::string& web_directory,
                         const std::function<http::Metrics()>& metrics) {
    http::Router router;
    api::Application& application = *site.application;
    add_health_routes(router, site);
    add_metrics_route(router, site, metrics);
    add_handover_route(router, site);
    add_demo_routes(router, site);
    add_company_routes(router, site);
    api::add_auth_routes(router, application);
    api::add_token_routes(router, application);
    api::add_definition_routes(router, application, customize::arrangement_for);
    customize::add_layout_routes(router, application, [&site](const std::string& event, Id user) {
        site.feed->tell_only("change", event, user);
    });
    customize::add_customize_routes(
        router,
        {application, search::make_room,
         [&site](const schema::Schema& schema) { return search::read_noted(*site.store, schema); },
         [&site](Id by, bool fills) -> Result<Id> {
             return TRY(site.runner->submit(customize::index_order(fills), by)).id;
         }});
    importer::add_import_routes(router, application, *site.runner);
    people::add_people_routes(router, application, *site.runner);
    sales::add_lead_routes(router, application);
    sales::add_forecast_routes(router, application);
    api::add_change_routes(router, application, *site.feed);
    audit::add_audit_routes(router, application);
    exporter::add_export_routes(router, application, *site.runner, open_rows);
    notification::add_notification_routes(router, application);
    activity::add_timeline_routes(router, application);
    search::add_search_routes(router, application, site.vocabulary);
    api::add_metadata_routes(router, application);
    api::add_openapi_routes(router, application);
    job::add_job_routes(router, application, *site.runner);
    bulk::add_bulk_routes(router, application, *site.runner);
    api::add_record_routes(router, application);
    api::add_batch_routes(router, application, inner_router(application, site));
    http::StaticOptions files;
    files.directory = web_directory;
    files.missing_text = "Clientela: falta la aplicación web. make build la construye.";
    router.otherwise(http::static_files(std::move(files)));
    router.on_failure(failure);
    return router;
}

}  // namespace clientela::app
