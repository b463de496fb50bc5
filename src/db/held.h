// SPDX-License-Identifier: Apache-2.0
// What is asked of the directory of a store without opening it. Touches nothing, so a damaged
// store, or a directory that is none, stays as it is.
#pragma once

#include <string>

#include "base/result.h"

namespace clientela::db {

// Fails with "db.store_in_use" {path} while a running program holds it.
Result<void> refuse_if_held(const std::string& directory);

// Fails with "db.file_lost" {path} when the database file of a store that was there is missing or
// empty: a new one in its place would pass for an empty company.
Result<void> refuse_if_lost(const std::string& directory);

}  // namespace clientela::db
