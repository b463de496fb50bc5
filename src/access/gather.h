// SPDX-License-Identifier: Apache-2.0
// The "gather" shape of visibility for statements that have to be told what leads to their rows.
#pragma once

#include <string_view>
#include <vector>

#include "access/visibility.h"

namespace clientela::access {

// A branch of branch_conditions(), and what its index is good for.
struct BranchCondition {
    db::Sql sql;
    bool in_order = false;  // values of one column: its index gives each in the default order
    bool several = false;   // more than one value, then
};
std::vector<BranchCondition> gathering_branches(const Visibility& visibility,
                                                std::string_view alias);

// All branches as one condition: the id stands among those that they give. For statements that read
// everything a user sees, or begin with it, so that they cost what that is and not the table.
db::Sql gathered_condition(const Visibility& visibility, std::string_view alias);

}  // namespace clientela::access
