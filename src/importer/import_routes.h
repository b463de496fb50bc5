// SPDX-License-Identifier: Apache-2.0
// Imports over HTTP: preview, start, look, cancel, undo, history.
#pragma once

#include "api/application.h"
#include "http/router.h"

namespace clientela::importer {

void add_import_routes(http::Router& router, api::Application& application);

}  // namespace clientela::importer
