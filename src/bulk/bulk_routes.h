// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/OBJECT/bulk: with "preview" what it would touch, without it the job that does it.
#pragma once

#include "http/router.h"
#include "job/runner.h"

namespace clientela::bulk {

void add_bulk_routes(http::Router& router, api::Application& application, job::Runner& runner);

}  // namespace clientela::bulk
