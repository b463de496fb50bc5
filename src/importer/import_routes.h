// SPDX-License-Identifier: Apache-2.0
// /api/v1/imports: files that people bring in. What they start are jobs; here they are shown with
// the whole receipt of a file.
#pragma once

#include "api/application.h"
#include "http/router.h"
#include "job/runner.h"

namespace clientela::importer {

void add_import_routes(http::Router& router, api::Application& application, job::Runner& runner);

}  // namespace clientela::importer
