// SPDX-License-Identifier: Apache-2.0
// Telling somebody that they stand in for a colleague: that it begins, changes, is taken back, or
// has ended by its date.
#pragma once

#include "job/loop.h"
#include "record/record.h"

namespace clientela::notification {

// The lines of the log that are about delegations which people make.
job::Entries changes_of_delegations(const job::Entries& entries);

Result<void> tell_delegations(record::Context& context, const job::Entries& changes);

// Those whose last day has passed since it ran last; in one write transaction.
Result<void> tell_ended_delegations(record::Context& context);

}  // namespace clientela::notification
