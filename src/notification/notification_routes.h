// SPDX-License-Identifier: Apache-2.0
// What the inbox needs beside the records themselves: reading all at once, and muting.
#pragma once

#include "api/application.h"
#include "http/router.h"

namespace clientela::notification {

void add_notification_routes(http::Router& router, api::Application& application);

}  // namespace clientela::notification
