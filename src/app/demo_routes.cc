// SPDX-License-Identifier: Apache-2.0
#include "app/demo_routes.h"

#include "api/call.h"
#include "demo/remove.h"
#include "job/job_routes.h"

namespace clientela::app {
namespace {

Result<http::Response> remove(Site& site, api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    const job::Job job = TRY(site.runner->submit(demo::removal_order(), call.principal->user));
    return job::job_response(call, job, 202);
}

}  // namespace

void add_demo_routes(http::Router& router, Site& site) {
    router.add(http::Method::post, "/api/v1/demo/remove",
               api::authenticated(*site.application,
                                  [&site](api::Call& call) { return remove(site, call); }));
}

}  // namespace clientela::app
