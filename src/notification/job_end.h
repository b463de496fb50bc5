// SPDX-License-Identifier: Apache-2.0
// Telling who started a job that it is over: what it was, and its receipt in a sentence.
#pragma once

#include "job/job.h"
#include "record/record.h"

namespace clientela::notification {

// Nobody sits before a job that takes longer, so only from then on its good end is news; that one
// failed always is. Jobs that were cancelled and jobs of the command line are told to nobody.
inline constexpr std::int64_t kWorthTellingMs = 10'000;

// In the transaction that ends the job; `context` as for notify().
Result<void> tell_job_end(record::Context& context, const job::Job& job);

}  // namespace clientela::notification
