// SPDX-License-Identifier: Apache-2.0
#include "app/company_routes.h"

#include "api/call.h"
#include "app/company_settings.h"
#include "change/acts.h"

namespace clientela::app {
namespace {

Result<http::Response> show(api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    return api::json_response(200, company_json(call.application.company.settings()));
}

Result<http::Response> change(Site& site, api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    api::CompanySettings settings;
    TRY(call.write([&](record::Context& context) -> Result<void> {
        settings = TRY(change_company(context.tx, call.request.body));
        return change::record_act(
            context.tx, {0, context.now, call.principal->user, "company_changed",
                         settings.company.name, call.request.remote, company_json(settings)});
    }));
    TRY(reload_company(site));
    return api::json_response(200, company_json(call.application.company.settings()));
}

}  // namespace

void add_company_routes(http::Router& router, Site& site) {
    router.add(http::Method::get, "/api/v1/company", api::authenticated(*site.application, show));
    router.add(http::Method::patch, "/api/v1/company",
               api::authenticated(*site.application,
                                  [&site](api::Call& call) { return change(site, call); }));
}

}  // namespace clientela::app
