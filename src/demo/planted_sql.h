// SPDX-License-Identifier: Apache-2.0
// Which records the demonstration wrote, as the change log knows.
#pragma once

#include <cstdint>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::demo {

// The living ones of an object after `after`, by id, at most `limit`.
Result<std::vector<Id>> living_planted(db::Transaction& tx, const schema::Object& object, Id after,
                                       int limit);

// How many of them live.
Result<std::int64_t> count_planted(db::Transaction& tx, const schema::Object& object);

Result<bool> is_planted(db::Transaction& tx, const schema::Object& object, Id record);

// How many live that the demonstration did not write.
Result<std::int64_t> count_added(db::Transaction& tx, const schema::Object& object);

}  // namespace clientela::demo
