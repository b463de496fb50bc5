// SPDX-License-Identifier: Apache-2.0
// The one list of all routes of the server.
#pragma once

#include <functional>
#include <string>

#include "app/site.h"
#include "http/metrics.h"
#include "http/router.h"

namespace clientela::app {

// `web_directory` holds the built web application; `metrics` asks the server over these routes.
http::Router make_router(Site& site, const std::string& web_directory,
                         const std::function<http::Metrics()>& metrics = {});

}  // namespace clientela::app
