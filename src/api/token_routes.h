// SPDX-License-Identifier: Apache-2.0
// /api/v1/tokens: one's own tokens, and everybody's for administrators.
#pragma once

#include "api/application.h"
#include "http/router.h"

namespace clientela::api {

void add_token_routes(http::Router& router, Application& application);

}  // namespace clientela::api
