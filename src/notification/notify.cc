// SPDX-License-Identifier: Apache-2.0
#include "notification/notify.h"

#include <functional>

#include <spdlog/spdlog.h>

#include "filter/filter.h"
#include "record/read.h"
#include "record/save.h"

namespace clientela::notification {
namespace {

constexpr std::size_t kTitleMax = 300;
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
    filter += " and job_id eq " + (notice.job ? quoted(to_string(notice.job)) : "null");
    record::Query query;
    query.object = &object;
    query.filter = TRY(filter::parse_and_bind(filter, context.schema, object));
    query.page_size = 1;
    record::Page page = TRY(record::list(context, query));
    if (page.rows.empty()) return std::optional<record::Record>{};
    return std::optional<record::Record>{std::move(page.rows.front().record)};
}

// Unread notices that `filter` finds and `goes` says yes to.
Result<void> withdraw(record::Context& context, const std::string& filter,
                      const std::function<bool(const record::Record&)>& goes) {
    const schema::Object& object = context.schema.get("notifications");
    record::Query query;
    query.object = &object;
    query.filter =
        TRY(filter::parse_and_bind("read_at eq null and " + filter, context.schema, object));
    query.page_size = record::kPageSizeMax;
    do {
        const record::Page page = TRY(record::list(context, query));
        for (const record::Row& row : page.rows) {
            if (!goes(row.record)) continue;
            record::Draft draft;
            draft.operation = record::Operation::remove;
            draft.id = row.record.id();
            TRY(record::save(context, object, draft));
        }
        query.cursor = page.next;
    } while (!query.cursor.empty());
    return {};
}

struct Standing {
    bool living = false;  // not in the bin
    bool active = false;
};

Result<Standing> standing_of(record::Context& context, Id user) {
    const auto found = record::get(context, context.schema.get("users"), user);
    if (!found.ok()) {
        if (found.error().code == ErrorCode::not_found) return Standing{};
        return found.error();
    }
    const bool* active = std::get_if<bool>(&found->at("active"));
    const bool living = is_null(found->at("deleted_at"));
    return Standing{living, living && active != nullptr && *active};
}

// A title may be longer where it comes from; no letter is cut in two.
std::string cut(const std::string& title) {
    std::size_t end = 0;
    for (std::size_t letters = 0; end < title.size(); ++end) {
        const bool begins = (static_cast<unsigned char>(title[end]) & 0xC0U) != 0x80U;
        if (begins && ++letters > kTitleMax) break;
    }
    return title.substr(0, end);
}

}  // namespace

Result<void> notify(record::Context& context, const Notice& wanted) {
    Notice notice = wanted;
    if (!notice.owner || notice.owner == notice.actor) return {};
    if (!TRY(standing_of(context, notice.owner)).active) return {};  // nobody reads it
    if (notice.actor && !TRY(standing_of(context, notice.actor)).living) notice.actor = {};
    if (TRY(muted(context.tx, notice.owner)).contains(notice.kind)) return {};
    const schema::Object& object = context.schema.get("notifications");
    std::optional<record::Record> open;
    if (!notice.alone) open = TRY(find_open(context, notice));
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
        if (notice.job) draft.set(object.field("job_id"), notice.job);
    }
    draft.set(object.field("title"), cut(notice.title));
    if (notice.record) draft.set(object.field("record_id"), notice.record);
    draft.set(object.field("happened_at"), notice.happened_at);
    draft.set(object.field("count"), count);
    TRY(record::save(context, object, draft));
    return {};
}

Result<void> notify_if_possible(record::Context& context, const Notice& notice) {
    const Result<void> told = context.tx.nested([&] { return notify(context, notice); });
    if (told.ok()) return {};
    const Error& error = told.error();
    if (error.code == ErrorCode::internal || error.code == ErrorCode::unavailable) return error;
    spdlog::warn("notice of {} {} left out: {}", notice.object, to_string(notice.record),
                 error.message.key);
    return {};
}

Result<void> withdraw_notices_of(record::Context& context, Id job) {
    return withdraw(context, "job_id eq " + quoted(to_string(job)),
                    [](const record::Record&) { return true; });
}

Result<void> withdraw_assigned(record::Context& context, Id owner, const std::string& object,
                               const std::set<std::int64_t>& records, Instant taken_at) {
    const std::string filter = "owner_id eq " + quoted(to_string(owner)) +
                               " and kind eq 'assigned' and object eq " + quoted(object) +
                               " and happened_at lt " + to_string(taken_at);
    return withdraw(context, filter, [&](const record::Record& notice) {
        const auto* record = std::get_if<Id>(&notice.at("record_id"));
        return record != nullptr && records.contains(record->value) &&
               notice.at("count") == Value{std::int64_t{1}};
    });
}

Result<Language> language_of(record::Context& context, Id user) {
    const auto found = record::get(context, context.schema.get("users"), user);
    if (!found.ok()) {
        if (found.error().code == ErrorCode::not_found) return Language::es;
        return found.error();
    }
    const auto* language = std::get_if<std::string>(&found->at("language"));
    return language != nullptr && *language == "en" ? Language::en : Language::es;
}

}  // namespace clientela::notification
