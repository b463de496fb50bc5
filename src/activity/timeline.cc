// SPDX-License-Identifier: Apache-2.0
// A merge of two sorted streams; each keeps its own place, so that equal moments lose nothing.
#include "activity/timeline.h"

#include <charconv>

#include "activity/timeline_sql.h"

namespace clientela::activity {

std::string to_token(const TimelinePlace& place) {
    return std::to_string(place.activity_ms) + "." + std::to_string(place.activity.value) + "." +
           std::to_string(place.seq);
}

std::optional<TimelinePlace> parse_place(std::string_view token) {
    std::int64_t numbers[3] = {};
    for (int part = 0; part < 3; ++part) {
        const auto parsed =
            std::from_chars(token.data(), token.data() + token.size(), numbers[part]);
        if (parsed.ec != std::errc{}) return std::nullopt;
        token.remove_prefix(static_cast<std::size_t>(parsed.ptr - token.data()));
        if (part == 2) break;
        if (!token.starts_with('.')) return std::nullopt;
        token.remove_prefix(1);
    }
    if (!token.empty() || numbers[1] < 0 || numbers[2] < 0) return std::nullopt;
    return TimelinePlace{numbers[0], Id{numbers[1]}, numbers[2]};
}

Result<TimelinePage> timeline(record::Context& context, const schema::Object& object, Id record,
                              const TimelinePlace& before, int size) {
    const auto activities = TRY(activities_of(context, object, record, before, size + 1));
    std::optional<change::Cursor> behind;
    if (before.seq > 0) behind = change::Cursor{0, before.seq};
    const auto changes = TRY(change::history(context.tx, object.id, record, size + 1, behind));

    TimelinePage page;
    TimelinePlace place = before;
    std::size_t activity = 0;
    std::size_t change = 0;
    while (static_cast<int>(page.items.size()) < size) {
        const bool any_activity = activity < activities.size();
        const bool any_change = change < changes.size();
        if (!any_activity && !any_change) return page;
        if (any_activity &&
            (!any_change || activities[activity].first >= changes[change].happened_at)) {
            const auto& [moment, id] = activities[activity++];
            place.activity_ms = moment.ms;
            place.activity = id;
            page.items.push_back({moment, id, {}});
        } else {
            place.seq = changes[change].seq;
            page.items.push_back({changes[change].happened_at, {}, changes[change]});
            ++change;
        }
    }
    if (activity < activities.size() || change < changes.size()) page.next = place;
    return page;
}

}  // namespace clientela::activity
