// SPDX-License-Identifier: Apache-2.0
// What makes notices: the change log (a record was given to somebody by somebody else) and the
// clock (a task falls due).
#pragma once

#include <functional>

#include "job/loop.h"
#include "record/record.h"

namespace clientela::notification {

// Makes the context of the program itself inside a transaction and runs `work` in it.
using Within = std::function<Result<void>(
    db::Transaction&, const std::function<Result<void>(record::Context&)>& work)>;

inline constexpr const char* kConsumer = "notifications";

// A store that had no notices yet begins with the present: nobody is told of its whole history.
Result<void> begin_at_present(db::Transaction& tx);

// Follows the log: add it to the job loop.
job::Consumer consumer(Within within);

// Tells the owners of open tasks that have fallen due since it ran last; in one write transaction.
Result<void> tell_due_tasks(record::Context& context);

}  // namespace clientela::notification
