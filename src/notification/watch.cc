// SPDX-License-Identifier: Apache-2.0
// A batch of the log is looked through for changed owners before anything is parsed, because nearly
// all changes are of other fields. Records given away by the demo company or while a store is being
// set up concern nobody.
#include "notification/watch.h"

#include <map>
#include <memory>
#include <tuple>

#include "filter/filter.h"
#include "notification/clock_place.h"
#include "notification/notify.h"
#include "notification/standing_in.h"
#include "record/read.h"
#include "record/visible.h"

namespace clientela::notification {
namespace {

constexpr std::string_view kOwnerKey = "\"9\":";  // the standard field owner_id
constexpr const char* kReminder = "task reminders";
constexpr std::int64_t kLookBackMs = 24LL * 3'600'000;  // after a long pause, a day is told of

bool concerns_nobody(const change::Entry& entry) {
    const std::string_view origin = entry.origin;
    return origin == "demo" || origin == "seed" || !entry.record || !entry.actor ||
           (entry.op != change::Op::create && entry.op != change::Op::update);
}

// Who has the record now, when this change gave it to somebody: ... "9":[BEFORE,"AFTER"] ... Ids
// hold no commas, and quotes inside texts are escaped, so the diff need not be parsed.
std::optional<Id> new_owner(const change::Entry& entry) {
    const std::string_view diff = entry.diff;
    const std::size_t key = diff.find(kOwnerKey);
    if (key == std::string_view::npos) return std::nullopt;
    const std::size_t comma = diff.find(',', key);
    const std::size_t end = diff.find(']', key);
    if (comma == std::string_view::npos || end == std::string_view::npos || end < comma + 3)
        return std::nullopt;
    std::string_view after = diff.substr(comma + 1, end - comma - 1);
    if (!after.starts_with('"') || !after.ends_with('"')) return std::nullopt;
    return parse_id(after.substr(1, after.size() - 2));
}

struct Given {
    std::vector<Id> records;
    Instant last;
};
using Key = std::tuple<std::int64_t, std::int64_t, std::uint16_t>;  // owner, actor, object

std::map<Key, Given> given_away(const job::Entries& entries) {
    std::map<Key, Given> given;
    for (const change::Entry& entry : entries) {
        if (concerns_nobody(entry)) continue;
        const auto owner = new_owner(entry);
        if (!owner || *owner == entry.actor) continue;
        Given& group = given[{owner->value, entry.actor.value, entry.object_id}];
        group.records.push_back(entry.record);
        group.last = entry.happened_at;
    }
    return given;
}

Result<void> tell(record::Context& context, const std::map<Key, Given>& given) {
    for (const auto& [key, group] : given) {
        const auto& [owner, actor, object_id] = key;
        const schema::Object* object = context.schema.find_by_id(object_id);
        if (object == nullptr || object->sight.kind == schema::SightKind::personal) continue;
        const Id latest = group.records.back();
        auto titles = TRY(record::labels_of(context, *object, {&latest, 1}));
        const auto title = titles.find(latest.value);
        if (title == titles.end()) continue;  // gone already
        TRY(notify_if_possible(
            context, {Id{owner}, "assigned", object->name, latest, title->second.text, Id{actor},
                      group.last, static_cast<std::int64_t>(group.records.size())}));
    }
    return {};
}

}  // namespace

Result<void> begin_at_present(db::Transaction& tx) {
    TRY(forget_clocks_among_consumers(tx));
    const change::Cursor reached = TRY(change::lock_consumer(tx, kConsumer));
    if (reached != change::Cursor{}) return {};
    return change::set_consumer_cursor(tx, kConsumer, TRY(change::head(tx)));
}

job::Consumer consumer(Within within) {
    return {kConsumer,
            [within](db::Transaction&, const job::Entries& entries) -> Result<job::Writing> {
                auto given = std::make_shared<std::map<Key, Given>>(given_away(entries));
                auto lent = std::make_shared<job::Entries>(changes_of_delegations(entries));
                if (given->empty() && lent->empty()) return job::Writing{};
                return job::Writing{[within, given, lent](db::Transaction& writer) {
                    return within(writer, [&](record::Context& context) -> Result<void> {
                        TRY(tell(context, *given));
                        return tell_delegations(context, *lent);
                    });
                }};
            }};
}

Result<void> tell_due_tasks(record::Context& context) {
    const Instant reached = TRY(lock_clock_place(context.tx, kReminder));
    const std::int64_t since = std::max(reached.ms, context.now.ms - kLookBackMs);
    const schema::Object& activities = context.schema.get("activities");
    record::Query query;
    query.object = &activities;
    query.filter = TRY(filter::parse_and_bind(
        "status eq 'open' and owner_id ne null and due_at gt " + to_string(Instant{since}) +
            " and due_at le " + to_string(context.now),
        context.schema, activities));
    query.sort = {record::SortKey{{&activities.field("due_at")}, false, {}}};
    query.page_size = record::kPageSizeMax;
    do {
        const record::Page page = TRY(record::list(context, query));
        for (const record::Row& row : page.rows) {
            const auto* subject = std::get_if<std::string>(&row.record.at("subject"));
            TRY(notify_if_possible(
                context, {std::get<Id>(row.record.at("owner_id")), "task_due", "activities",
                          row.record.id(), subject != nullptr ? *subject : std::string(), Id{},
                          std::get<Instant>(row.record.at("due_at"))}));
        }
        query.cursor = page.next;
    } while (!query.cursor.empty());
    return set_clock_place(context.tx, kReminder, context.now);
}

}  // namespace clientela::notification
