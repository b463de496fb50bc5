// SPDX-License-Identifier: Apache-2.0
// The OData routes of every object: list, one record, create, change, bin, restore. One set of
// functions serves all objects, because everything they need stands in the definition.
#pragma once

#include "api/application.h"
#include "http/router.h"

namespace clientela::api {

void add_record_routes(http::Router& router, Application& application);

}  // namespace clientela::api
