// SPDX-License-Identifier: Apache-2.0
#include "notification/notify.h"

#include "filter/filter.h"
#include "record/read.h"
#include "record/save.h"

namespace clientela::notification {
namespace {

constexpr std::int64_t kGroupMs = 60 * 60'000;  // a matter stays one line for an hour

std::string quoted(std::string_view text) {
    std::string result = "'";
    for (const char c : text)
        result.append(c == '\'' ? 2 : 1, c);
    return result + "'";
}

// The unread notice that this one can be added to.
Result<std::optional<record::Record>> find_open(record::Context& context, const Notice& notice) {
    const schema::Object& object = context.schema.get("notifications");
    std::string filter = "owner_id eq " + quoted(to_string(notice.owner)) +
                         " and read_at eq null and kind eq " + quoted(notice.kind) +
                         " and object eq " + quoted(notice.object) + " and happened_at gt " +
                         to_string(Instant{notice.happened_at.ms - kGroupMs}) + " and actor_id eq ";
    filter += notice.actor ? quoted(to_string(notice.actor)) : "null";
    record::Query query;
    query.object = &object;
    query.filter = TRY(filter::parse_and_bind(filter, context.schema, object));
    query.page_size = 1;
    record::Page page = TRY(record::list(context, query));
    if (page.rows.empty()) return std::optional<record::Record>{};
    return std::optional<record::Record>{std::move(page.rows.front().record)};
}

}  // namespace

Result<void> notify(record::Context& context, const Notice& notice) {
    if (!notice.owner || notice.owner == notice.actor) return {};
    if (TRY(muted(context.tx, notice.owner)).contains(notice.kind)) return {};
    const schema::Object& object = context.schema.get("notifications");
    const std::optional<record::Record> open = TRY(find_open(context, notice));
    record::Draft draft;
    std::int64_t count = notice.count;
    if (open) {
        draft.operation = record::Operation::update;
        draft.id = open->id();
        if (const auto* before = std::get_if<std::int64_t>(&open->at("count"))) count += *before;
    } else {
        draft.set(object.field("kind"), notice.kind);
        draft.set(object.field("object"), notice.object);
        draft.set(object.field("owner_id"), notice.owner);
        if (notice.actor) draft.set(object.field("actor_id"), notice.actor);
    }
    draft.set(object.field("title"), notice.title);
    if (notice.record) draft.set(object.field("record_id"), notice.record);
    draft.set(object.field("happened_at"), notice.happened_at);
    draft.set(object.field("count"), count);
    TRY(record::save(context, object, draft));
    return {};
}

}  // namespace clientela::notification
