// SPDX-License-Identifier: Apache-2.0
// The one readable list of every rule in the product, in order.
#pragma once

#include "record/rules.h"

namespace clientela::app {

void add_all_rules(record::Rules& rules);

}  // namespace clientela::app
