// SPDX-License-Identifier: Apache-2.0
// One person who saves while a file is imported in the same server.
#pragma once

#include <cstddef>
#include <string>

#include "importing.h"

namespace clientela::bench {

struct SavesDuringImport {
    double import_seconds = 0;
    std::size_t number = 0;  // of saves
    double median_ms = 0;
    double p99_ms = 0;
    double worst_ms = 0;
};

// Serves the store of `importing` with `program`, imports its file and saves an account every few
// milliseconds until the import has ended.
SavesDuringImport save_during(const std::string& program, const Importing& importing);

}  // namespace clientela::bench
