// SPDX-License-Identifier: Apache-2.0
// The one readable list of everything that follows the change log, and of the housekeeping timers.
#pragma once

#include "app/site.h"

namespace clientela::app {

void add_all_consumers(Site& site);

}  // namespace clientela::app
