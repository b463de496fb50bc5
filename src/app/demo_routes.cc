// SPDX-License-Identifier: Apache-2.0
#include "app/demo_routes.h"

#include "api/call.h"
#include "app/settings.h"
#include "base/json_writer.h"
#include "demo/fill.h"
#include "demo/remove.h"

namespace clientela::app {
namespace {

// The company is nobody's any more; a name that somebody gave it stays.
Result<void> end_demonstration(Site& site) {
    const auto work = [](db::Transaction& tx) -> Result<void> {
        const auto name = TRY(find_setting(tx, "company_name"));
        if (name && *name == demo::kCompanyName) TRY(set_setting(tx, "company_name", "Clientela"));
        return set_setting(tx, "demonstration", "false");
    };
    TRY(site.store->write(work));
    return reload_company(site);
}

Result<http::Response> remove(Site& site, api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    const demo::Host host{*site.store, call.schema(), site.rules, site.clock.now()};
    const demo::Removal removal = TRY(demo::remove_demonstration(host, call.application.company,
                                                                 *site.ids, call.principal->user));
    TRY(end_demonstration(site));
    call.application.principals.invalidate();
    JsonWriter writer;
    writer.begin_object();
    writer.member("removed", removal.removed);
    writer.member("kept_oneself", removal.kept_oneself);
    writer.end_object();
    return api::json_response(200, writer.take());
}

}  // namespace

void add_demo_routes(http::Router& router, Site& site) {
    router.add(http::Method::post, "/api/v1/demo/remove",
               api::authenticated(*site.application,
                                  [&site](api::Call& call) { return remove(site, call); }));
}

}  // namespace clientela::app
