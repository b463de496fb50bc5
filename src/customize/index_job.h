// SPDX-License-Identifier: Apache-2.0
// The long work behind a change of the definitions as a job: words of search, sort keys, indexes.
// What is to be done is noted in the store with the change; the job does what is noted, so that one
// that breaks off or is cancelled loses nothing: the next change, or the next start, does the rest.
#pragma once

#include <functional>

#include "job/kind.h"
#include "job/runner.h"

namespace clientela::customize {

inline constexpr const char* kIndexKind = "index";

using ReadSearch = std::function<Result<void>(const schema::Schema&)>;

job::Kind index_kind(ReadSearch read_search);

// `fills`: sort keys are to be filled, and other servers must notice the change before.
job::Order index_order(bool fills);

}  // namespace clientela::customize
