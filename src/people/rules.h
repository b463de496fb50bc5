// SPDX-License-Identifier: Apache-2.0
// Rules about the people who work with the system: what roles may say, who may lend their sight,
// and that nobody goes while records are still theirs.
#pragma once

#include "record/rules.h"

namespace clientela::people {

void add_rules(record::Rules& rules);

}  // namespace clientela::people
