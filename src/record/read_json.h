// SPDX-License-Identifier: Apache-2.0
// From the JSON of a request body to a draft. Unknown members are errors: a mistyped name must not
// be swallowed. Annotations (names with @) are ignored, but for NAME@odata.bind, which sets a link.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/record.h"

namespace clientela::record {

// All mistakes are collected as field errors; with `faults` they are put there and the draft holds
// the rest. A body that is no JSON object is error.body.
Result<Draft> draft_from_json(const Company& company, const schema::Object& object,
                              std::string_view body, Operation operation,
                              std::vector<FieldError>* faults = nullptr);

}  // namespace clientela::record
