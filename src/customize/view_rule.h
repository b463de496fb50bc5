// SPDX-License-Identifier: Apache-2.0
// A view is asked when it is kept, not whenever somebody opens it: its object is there, its filter,
// order, groups and columns speak of fields that its writer reads. How far the right to create or
// change views reaches says with whom one may share them: own, team, all.
#pragma once

#include "record/rules.h"

namespace clientela::customize {

Result<void> check_view(record::Context& context, record::Proposal& view);

void add_rules(record::Rules& rules);

}  // namespace clientela::customize
