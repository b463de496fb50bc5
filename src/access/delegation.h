// SPDX-License-Identifier: Apache-2.0
// What people who are away lend to others, as the object `delegations` says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"

namespace clientela::access {

struct Delegation {
    Id id;
    Id from;
    bool may_update = false;
    std::vector<std::string> objects;  // empty: all
    Date last_day;
};

// Those in force on a day.
Result<std::vector<Delegation>> delegations_to(db::Transaction& tx, Id user, Date today);

// "accounts, opportunities" as names.
std::vector<std::string> object_names(std::string_view text);

}  // namespace clientela::access
