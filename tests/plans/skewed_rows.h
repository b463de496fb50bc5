// SPDX-License-Identifier: Apache-2.0
// Many rows out of one, by statements: what the product made once is copied with other ids, names
// and moments.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/id.h"
#include "db/store.h"
#include "schema/layout.h"

namespace clientela::plans {

inline constexpr int kDoublings = 14;
inline constexpr std::int64_t kRows = 1LL << kDoublings;
// Between one copy and the next; far beyond the ids that are made meanwhile.
inline constexpr std::int64_t kIdStep = 10'000'000'000'000;

// Every record of the object becomes kRows of them, with all that hangs on it.
Result<void> multiply(db::Transaction& tx, const schema::StoreLayout& layout);

// Owners, teams, territories, stages of life, classifications, what activities regard, views that
// are shared, delegations and the bin, by the place of a row in its table. People and places by
// their names in the company.
Result<void> spread(db::Transaction& tx, const std::map<std::string, Id>& ids);

// Rows of the engine: the log, acts, sessions, tokens, jobs, claims, sums of the forecast, what the
// clock told, what housekeeping looks after.
Result<void> add_engine_rows(db::Transaction& tx, const schema::Schema& schema, Id user);

}  // namespace clientela::plans
