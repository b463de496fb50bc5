// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/demo/remove: an administrator takes the demonstration away in one action.
#pragma once

#include "app/site.h"
#include "http/router.h"

namespace clientela::app {

void add_demo_routes(http::Router& router, Site& site);

}  // namespace clientela::app
