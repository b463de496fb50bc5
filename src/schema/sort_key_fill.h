// SPDX-License-Identifier: Apache-2.0
// Sort keys of rows that stood before their field became sortable. What is to be filled is noted in
// the store with the change and struck out when it is done, so that it survives a crash.
#pragma once

#include <vector>

#include "schema/migrate.h"

namespace clientela::schema {

// All rows at once, in the caller's transaction.
Result<void> fill_sort_keys(db::Transaction& tx, const SortKeyFill& fill);

// Notes the fills of a plan behind what stands there already: it may be of a server that still
// fills, or that broke off. A column that was erased meanwhile has nothing to be filled.
Result<void> keep_more_fills(db::Transaction& tx, const Plan& plan);

// Those given, and what an earlier change, or a server that ended, has left.
Result<void> run_fills(db::Store& store, std::vector<SortKeyFill> fills);

}  // namespace clientela::schema
