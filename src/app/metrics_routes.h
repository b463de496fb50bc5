// SPDX-License-Identifier: Apache-2.0
// GET /metrics: what the server counts, in the text format of Prometheus. Administrators only: it
// tells how much a company works, and when.
#pragma once

#include <functional>

#include "app/site.h"
#include "http/metrics.h"
#include "http/router.h"

namespace clientela::app {

// `server` may be empty: then nothing is said of requests.
void add_metrics_route(http::Router& router, Site& site, std::function<http::Metrics()> server);

}  // namespace clientela::app
