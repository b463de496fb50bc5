// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/OBJECT('ID')/timeline?top=&before=
#pragma once

#include "api/application.h"
#include "http/router.h"

namespace clientela::activity {

void add_timeline_routes(http::Router& router, api::Application& application);

}  // namespace clientela::activity
