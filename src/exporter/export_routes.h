// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/exports begins an export, which is a job like any other; GET shows them, and
// GET /api/v1/exports('ID')/file fetches what it made, for an hour and only for who asked.
#pragma once

#include "exporter/export_job.h"
#include "http/router.h"

namespace clientela::exporter {

void add_export_routes(http::Router& router, api::Application& application, job::Runner& runner,
                       OpenSource open);

}  // namespace clientela::exporter
