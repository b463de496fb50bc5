// SPDX-License-Identifier: Apache-2.0
// What is told by the clock (a task falls due, a delegation ends) keeps the moment until which it
// has looked, so that nothing is told twice or left out while no server runs.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "db/store.h"

namespace clientela::notification {

constexpr std::int64_t kLookBackMs = 24LL * 3'600'000;  // after a long pause, a day is told of

// The moment kept under `name`, 1970 at first; until the transaction ends, nobody else can move it.
Result<Instant> lock_clock_place(db::Transaction& tx, std::string_view name);
Result<void> set_clock_place(db::Transaction& tx, std::string_view name, Instant until);

// Stores written by older versions keep both clocks among the consumers of the change log.
Result<void> forget_clocks_among_consumers(db::Transaction& tx);

}  // namespace clientela::notification
