// SPDX-License-Identifier: Apache-2.0
// Paths behind a record: accounts('ID')/name, .../name/$value, .../contacts, .../contacts/$count,
// .../owner, and the references $ref, read and written.
#pragma once

#include "http/router.h"

namespace clientela::api {

struct Application;

void add_path_routes(http::Router& router, Application& application);

}  // namespace clientela::api
