// SPDX-License-Identifier: Apache-2.0
#include "job/job_counts.h"

namespace clientela::job {

Result<std::vector<std::pair<State, std::int64_t>>> count_by_state(db::Transaction& tx) {
    std::vector<std::pair<State, std::int64_t>> counts;
    TRY(tx.query({"select state, count(*) from job group by state order by state", {}},
                 [&](const db::Row& row) {
                     const auto state = parse_state(row.text(0));
                     if (state) counts.emplace_back(*state, row.integer(1));
                 }));
    return counts;
}

}  // namespace clientela::job
