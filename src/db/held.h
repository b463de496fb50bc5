// SPDX-License-Identifier: Apache-2.0
// Whether a running program holds a store, asked without opening it.
#pragma once

#include <string>

#include "base/result.h"

namespace clientela::db {

// Fails with "db.store_in_use" {path}. Touches nothing, so a damaged store, or a directory that is
// none, stays as it is.
Result<void> refuse_if_held(const std::string& directory);

}  // namespace clientela::db
