// SPDX-License-Identifier: Apache-2.0
// What there is: the definitions that pages and programs build upon.
#pragma once

#include "api/application.h"
#include "http/router.h"

namespace clientela::api {

void add_definition_routes(http::Router& router, Application& application);

}  // namespace clientela::api
