// SPDX-License-Identifier: Apache-2.0
// /api/v1/changes: pages of the change log, and the stream of server-sent events.
#pragma once

#include "api/change_feed.h"
#include "http/router.h"

namespace clientela::api {

void add_change_routes(http::Router& router, Application& application, ChangeFeed& feed);

}  // namespace clientela::api
