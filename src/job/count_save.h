// SPDX-License-Identifier: Apache-2.0
// What a save within a batch adds to the receipt, for all jobs that save records.
#pragma once

#include <string>

#include "job/kind.h"
#include "record/save.h"

namespace clientela::job {

// Gone or locked records are skipped, others that were not saved have failed, each with its reason.
// An Error is no matter of the record and ends the batch.
Result<void> count_save(Step& step, const schema::Object& object, Id record,
                        const Result<record::Saved>& saved);

// Its parts, for jobs that judge a failure for themselves.
void count_saved(Step& step, const record::Saved& saved);
// `code` says why, and so does the text "field.CODE".
void count_skipped(Step& step, std::uint16_t object_id, Id record, const std::string& code);
// The first field to blame tells why; where none is, `code` does.
void count_failed(Step& step, std::uint16_t object_id, Id record, const Error& error,
                  const std::string& code);

// Trouble of the store, which no other record would survive either.
bool is_trouble_of_store(const Error& error);

}  // namespace clientela::job
