// SPDX-License-Identifier: Apache-2.0
// The refusal of an act that the role does not have, with what it is: "export opportunities".
#pragma once

#include <string_view>

#include "access/principal.h"
#include "base/result.h"

namespace clientela::access {

// forbidden "error.may_not.ACT" {object}; the object's name becomes its label where the schema is
// known (api/call.cc, job/job_json.cc).
Error not_allowed(Action action, std::string_view object);

}  // namespace clientela::access
