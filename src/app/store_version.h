// SPDX-License-Identifier: Apache-2.0
// The newest version of the program that has opened a store. An older one would not know what that
// one made of the tables, so it keeps away.
#pragma once

#include <string_view>

#include "base/result.h"
#include "db/store.h"

namespace clientela::app {

// Versions are "major.minor.patch"; -1, 0 or 1 as `a` is older, the same or newer.
int compare_versions(std::string_view a, std::string_view b);

// Before anything is changed; a store that nobody has opened yet is welcome.
Result<void> refuse_newer_store(db::Store& store, std::string_view program);

// After the tables were brought up to date.
Result<void> note_version(db::Store& store, std::string_view program);

}  // namespace clientela::app
