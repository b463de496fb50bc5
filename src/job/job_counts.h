// SPDX-License-Identifier: Apache-2.0
// How much long work there is, for whoever watches over the server.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "db/store.h"
#include "job/job.h"

namespace clientela::job {

// Jobs in each state; states without any are left out.
Result<std::vector<std::pair<State, std::int64_t>>> count_by_state(db::Transaction& tx);

}  // namespace clientela::job
