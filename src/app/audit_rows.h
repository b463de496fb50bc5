// SPDX-License-Identifier: Apache-2.0
// The audit as rows of an export: one row per changed field.
#pragma once

#include <memory>

#include "audit/audit_routes.h"
#include "exporter/row_source.h"

namespace clientela::app {

// The filter of the request is the audit's question in the form of a query text:
// "object=accounts&field=owner_id&from=2026-01-01".
std::unique_ptr<exporter::RowSource> audit_rows(const exporter::ExportRequest& request);

}  // namespace clientela::app
