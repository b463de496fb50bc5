// SPDX-License-Identifier: Apache-2.0
// Takes the demonstration away, as a job: every record that it wrote goes to the bin as one group,
// through the one door, and nothing that anybody else wrote does, nor what that hangs on. What
// marks them is their origin in the change log.
#pragma once

#include <functional>
#include <vector>

#include "job/runner.h"

namespace clientela::demo {

// What the removal needs of others. `hand_over` gives what people added and somebody of the
// demonstration owns to who removes; `end` runs in the transaction of the last batch: the company
// is nobody's any more.
struct RemovalSteps {
    std::function<Result<void>(record::Context&, Id from, Id to)> hand_over;
    std::function<Result<void>(db::Transaction&)> end;
};
job::Kind removal_kind(RemovalSteps steps);

// What would go, what people added, what stays because they built on it (demo/kept_sql.h), and what
// will be without its team or territory, of each object of which there is any of that.
struct RemovalCount {
    const schema::Object* object = nullptr;
    std::int64_t going = 0;
    std::int64_t staying = 0;
    std::int64_t kept = 0;
    std::int64_t losing = 0;  // of those that stay: their team or territory goes
};
Result<std::vector<RemovalCount>> removal_counts(record::Context& context, Id by);

// The receipt counts each record of the demonstration once: gone as updated, kept as unchanged. Its
// further figures: kept_oneself is 1 when who removes is a demonstration login, who stays without
// team and boss; place_emptied, how many records that stay lost their team or territory.
job::Order removal_order();

}  // namespace clientela::demo
