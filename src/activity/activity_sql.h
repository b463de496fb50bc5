// SPDX-License-Identifier: Apache-2.0
// What the rules of this module ask of the store.
#pragma once

#include <optional>
#include <vector>

#include "base/id.h"
#include "db/store.h"

namespace clientela::activity {

Result<std::vector<Id>> links_of(db::Transaction& tx, Id activity);  // living ones

struct Regarding {
    Id owner;  // 0: nobody
    std::optional<Instant> happened_at;
    bool living = false;
};
Result<Regarding> find_regarding(db::Transaction& tx, Id activity);

}  // namespace clientela::activity
