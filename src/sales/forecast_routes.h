// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/forecast.
#pragma once

#include "api/application.h"
#include "http/router.h"

namespace clientela::sales {

void add_forecast_routes(http::Router& router, api::Application& application);

}  // namespace clientela::sales
