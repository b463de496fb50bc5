// SPDX-License-Identifier: Apache-2.0
// What is told by the clock (a task falls due, a delegation ends) keeps the moment until which it
// has looked, so that nothing is left out while no server runs, and what it has told, so that
// nothing is told twice when the clock of the machine goes back.
#pragma once

#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"

namespace clientela::notification {

// The moment kept under `name`, 1970 at first; until the transaction ends, nobody else can move it.
Result<Instant> lock_clock_place(db::Transaction& tx, std::string_view name);
Result<void> set_clock_place(db::Transaction& tx, std::string_view name, Instant until);

// Where the next look begins: a minute before the last one ended, for what was saved meanwhile and
// for clocks of two servers that differ by seconds; a day ago at the earliest. A clock that went
// back further has passed hours that it strikes again.
Instant look_from(Instant reached, Instant now);
Instant look_until(Instant reached, Instant now);

// Whether `record` is to be told of for the hour `struck_at`: true once.
Result<bool> strikes_first(db::Transaction& tx, std::string_view name, Id record,
                           Instant struck_at);
// Keeps the latest hundred thousand, whatever the clock says: it may be a year ahead just now.
Result<void> forget_struck(db::Transaction& tx);

// Stores written by older versions keep both clocks among the consumers of the change log.
Result<void> forget_clocks_among_consumers(db::Transaction& tx);

}  // namespace clientela::notification
