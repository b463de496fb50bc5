// SPDX-License-Identifier: Apache-2.0
// The act as a job. The set is fixed once, on one snapshot, and kept with the job; records that
// leave the filter because they were changed are still dealt with, each exactly once.
#pragma once

#include "bulk/bulk_act.h"
#include "job/kind.h"

namespace clientela::bulk {

job::Kind bulk_kind();

// Ids in rising order as text and back; neighbours differ little, so the differences are kept.
std::string pack_ids(const std::vector<Id>& ids, std::size_t begin, std::size_t end);
std::vector<Id> unpack_ids(std::string_view text);

}  // namespace clientela::bulk
