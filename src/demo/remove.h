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

// What would go, what people added, and what stays because they built on it (demo/kept_sql.h), of
// each object that the demonstration has records of.
struct RemovalCount {
    const schema::Object* object = nullptr;
    std::int64_t going = 0;
    std::int64_t staying = 0;
    std::int64_t kept = 0;
};
Result<std::vector<RemovalCount>> removal_counts(record::Context& context, Id by);

// The receipt's further figure kept_oneself is 1 when who removes is a demonstration login: they
// stay, without team and boss.
job::Order removal_order();

}  // namespace clientela::demo
