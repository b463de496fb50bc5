// SPDX-License-Identifier: Apache-2.0
// GET /api/openapi.json and GET /api/docs: the whole HTTP interface for programs and for people,
// made from the definitions and from src/api/docs/openapi.json. Both are open: they hold no
// customer's data.
#pragma once

#include <string>

#include "base/message.h"
#include "http/router.h"
#include "schema/schema.h"

namespace clientela::api {

struct Application;

// OpenAPI 3.1.
std::string openapi_json(const schema::Schema& schema, const std::string& version);

// A page that needs no script and nothing from outside.
std::string docs_page(const schema::Schema& schema, const std::string& version, Language language);

void add_openapi_routes(http::Router& router, Application& application);

}  // namespace clientela::api
