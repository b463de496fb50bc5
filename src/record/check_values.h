// SPDX-License-Identifier: Apache-2.0
// Whether values can stand in a field at all, before they are written into many records: what
// would be refused for every one of them is told at once.
#pragma once

#include <cstdint>

#include "record/record.h"

namespace clientela::record {

// All that is wrong with the values of an update of so many records, whatever else stands in them.
// What hangs on the single record (rules, trees, values unique together) is left to its save.
Result<void> check_values(Context& context, const schema::Object& object, const Draft& draft,
                          std::int64_t records);

}  // namespace clientela::record
