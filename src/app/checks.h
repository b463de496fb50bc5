// SPDX-License-Identifier: Apache-2.0
// Every check that `clientela verify` makes, by hand and in order.
#pragma once

#include <vector>

#include "verify/verify.h"

namespace clientela::app {

const std::vector<verify::Check>& all_checks();

}  // namespace clientela::app
