// SPDX-License-Identifier: Apache-2.0
// The tables that are not records: the log, claims of unique values, sessions, scopes, imports.
// They are the only writes beside the one door of record::save.
#pragma once

#include <vector>

#include "schema/layout.h"

namespace clientela::schema {

std::vector<Table> engine_tables();

}  // namespace clientela::schema
