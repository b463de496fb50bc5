// SPDX-License-Identifier: Apache-2.0
// Which condition of a filter leads to the rows of a list. SQLite keeps no statistics here, so its
// planner would take any equality for a handful of rows, be it a number or half of the table.
#pragma once

#include "record/read.h"

namespace clientela::record {

// Fewer rows than these are read through the index of the condition and sorted; with more, the list
// is read in its own order until a page is full. At a million rows both read about as many then.
inline constexpr int kNarrowRows = 5'000;

struct Leading {
    db::Sql condition;    // of the whole filter
    bool narrow = false;  // an index gives fewer than kNarrowRows, visible or not
};

// Counts the rows of each condition that has an index, up to kNarrowRows, and remembers it for some
// minutes. The narrowest leads; the others are hidden from the planner. On PostgreSQL, which knows
// how often values occur, the filter stays as it is.
Result<Leading> leading_condition(Context& context, const Query& query);

}  // namespace clientela::record
