// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/leads('ID')/convert.
#pragma once

#include "api/application.h"
#include "http/router.h"

namespace clientela::sales {

void add_lead_routes(http::Router& router, api::Application& application);

}  // namespace clientela::sales
