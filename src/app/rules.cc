// SPDX-License-Identifier: Apache-2.0
// Rules run in the order of this list, before every write of their object; each module says in its own
// rules.h what they do.
#include "app/rules.h"

namespace clientela::app {

void add_all_rules(record::Rules&) {}

}  // namespace clientela::app
