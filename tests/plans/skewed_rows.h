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
Result<void> multiply(db::Transaction& tx, const schema::Layout& layout);

struct Owners {
    Id half;
    Id few;
    Id team;
};
// Owners, stages of life and the bin, by the place of a row in its table.
Result<void> spread(db::Transaction& tx, const Owners& owners);

// Rows of the engine: the log, sessions, tokens, jobs, claims, sums of the forecast.
Result<void> add_engine_rows(db::Transaction& tx, const schema::Schema& schema, Id user);

}  // namespace clientela::plans
