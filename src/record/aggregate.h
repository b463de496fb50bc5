// SPDX-License-Identifier: Apache-2.0
// Sums and counts over the rows of an object that the principal may see: what $apply asks for.
#pragma once

#include <vector>

#include "filter/apply.h"
#include "record/read.h"

namespace clientela::record {

inline constexpr int kGroupsMax = 10'000;

// One row per group: a cell per key, then one per aggregate. `query` gives object, filter and bin;
// its sort and page are not looked at. Fails when there are more groups than kGroupsMax, or when
// amounts of several currencies would be added up.
Result<std::vector<std::vector<filter::Cell>>> aggregate(Context& context, const Query& query,
                                                         const filter::Apply& apply);

}  // namespace clientela::record
