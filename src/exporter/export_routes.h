// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/exports writes a list to a file; GET /api/v1/exports('ID')/file fetches it, for an
// hour and only for who made it.
#pragma once

#include <functional>
#include <memory>

#include "api/application.h"
#include "exporter/row_source.h"
#include "http/router.h"

namespace clientela::exporter {

using OpenSource =
    std::function<std::unique_ptr<RowSource>(api::Application&, const ExportRequest&)>;

void add_export_routes(http::Router& router, api::Application& application, OpenSource open);

// {"object","filter","search","orderby","select","bin","format","headings","bom"}
Result<ExportRequest> parse_request(const std::string& json);

}  // namespace clientela::exporter
