// SPDX-License-Identifier: Apache-2.0
// The words of an import as its job keeps them. The file itself is named by the job.
#pragma once

#include "importer/import.h"

namespace clientela::importer {

std::string to_parameters(const ImportOptions& options);
Result<ImportOptions> parse_parameters(std::string_view json);

}  // namespace clientela::importer
