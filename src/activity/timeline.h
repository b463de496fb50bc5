// SPDX-License-Identifier: Apache-2.0
// What happened around a record, newest first: the activities that regard it and the changes of the
// record itself, merged into one stream that is read page by page.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "change/log.h"
#include "record/read.h"

namespace clientela::activity {

// Where a page ended, for each of the two sources; opaque outside the server.
struct TimelinePlace {
    std::int64_t activity_ms = 0;
    Id activity;           // 0: none was told yet
    std::int64_t seq = 0;  // 0: no change was told yet
};
std::string to_token(const TimelinePlace& place);
std::optional<TimelinePlace> parse_place(std::string_view token);

struct TimelineItem {
    Instant happened_at;
    Id activity;  // or else a change
    change::Entry change;
};

struct TimelinePage {
    std::vector<TimelineItem> items;
    std::optional<TimelinePlace> next;
};

// Activities that the caller may see and the history of `record`, which the caller has been checked
// to see.
Result<TimelinePage> timeline(record::Context& context, const schema::Object& object, Id record,
                              const TimelinePlace& before, int size);

// {"value":[{"kind","happened_at","actor","op","activity","changes"}],"next"}
Result<std::string> timeline_json(record::Context& context, const schema::Object& object,
                                  const TimelinePage& page);

}  // namespace clientela::activity
