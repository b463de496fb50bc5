// SPDX-License-Identifier: Apache-2.0
// What a receipt means to people: whether all of the work was done, and what was left.
#pragma once

#include <cstdint>
#include <string_view>

#include "job/job.h"

namespace clientela::job {

// A further figure of the receipt; 0: it has none of that name.
std::int64_t extra_of(const Job& job, std::string_view name);

// Done, but not with every row: some were skipped or failed. Who removes the demonstration stays,
// and that is no lack.
bool is_partial(const Job& job);

// What a cancelled job did not come to; half an export leaves no file, so it left no row.
std::int64_t not_begun(const Job& job);

}  // namespace clientela::job
