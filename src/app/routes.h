// SPDX-License-Identifier: Apache-2.0
// The one list of all routes of the server.
#pragma once

#include <string>

#include "app/site.h"
#include "http/router.h"

namespace clientela::app {

// `web_directory` holds the built web application.
http::Router make_router(Site& site, const std::string& web_directory);

}  // namespace clientela::app
