// SPDX-License-Identifier: Apache-2.0
// What a save within a batch adds to the receipt, for all jobs that save records.
#pragma once

#include "job/kind.h"
#include "record/save.h"

namespace clientela::job {

// Gone or locked records are skipped, others that were not saved have failed, each with its reason.
// An Error is no matter of the record and ends the batch.
Result<void> count_save(Step& step, const schema::Object& object, Id record,
                        const Result<record::Saved>& saved);

}  // namespace clientela::job
