// SPDX-License-Identifier: Apache-2.0
// The range of an index that holds a record's activities; private to src/activity.
#pragma once

#include <utility>
#include <vector>

#include "activity/timeline.h"

namespace clientela::activity {

// Moment and id, newest first.
Result<std::vector<std::pair<Instant, Id>>> activities_of(record::Context& context,
                                                          const schema::Object& object, Id record,
                                                          const TimelinePlace& before, int limit);

}  // namespace clientela::activity
