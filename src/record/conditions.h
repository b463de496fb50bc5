// SPDX-License-Identifier: Apache-2.0
// The conditions that every read of an object shares: living or binned, filter, restriction,
// visibility.
#pragma once

#include "filter/filter.h"
#include "record/page_sql.h"
#include "record/read.h"

namespace clientela::record {

// How filters compile in this context: zone, now, me, and paths that see visible rows only.
filter::CompileOptions compile_options(const Context& context);

Result<Conditions> conditions_of(Context& context, const Query& query, const access::Sight& sight);

// Fills SortKey::visible of every key that follows links.
void show_keys(const Context& context, Query& query);

// Gather for narrow sight, walk for wide sight or when the filter pins an indexed field.
Result<Shape> choose_shape(Context& context, const Query& query,
                           const access::Visibility& visibility);

}  // namespace clientela::record
