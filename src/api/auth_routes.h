// SPDX-License-Identifier: Apache-2.0
// Signing in and out, who I am, setting a password by a one-time link, inviting.
#pragma once

#include "api/application.h"
#include "http/router.h"

namespace clientela::api {

void add_auth_routes(http::Router& router, Application& application);

}  // namespace clientela::api
