// SPDX-License-Identifier: Apache-2.0
// Numbers of the object and its fields are those of objects/delegation.json, as they stand in the
// log.
#include "notification/standing_in.h"

#include <algorithm>
#include <optional>

#include <boost/json.hpp>

#include "filter/filter.h"
#include "notification/clock_place.h"
#include "notification/notify.h"
#include "record/read.h"
#include "record/visible.h"

namespace clientela::notification {
namespace {

namespace json = boost::json;

constexpr std::uint16_t kDelegations = 31;
constexpr const char* kDelegate = "20";
constexpr const char* kLastDay = "22";
constexpr const char* kEnded = "ended delegations";

std::string day_text(Date day, Language language) {
    const CalendarDate parts = calendar(day);
    const std::string month =
        localize({"notice.month." + std::to_string(parts.month), {}}, language);
    return localize({"notice.day",
                     {{"day", std::to_string(parts.day)},
                      {"month", month},
                      {"year", std::to_string(parts.year)}}},
                    language);
}

Id id_at(const record::Record& record, const char* name) {
    const auto* id = std::get_if<Id>(&record.at(name));
    return id != nullptr ? *id : Id{};
}

Date day_at(const record::Record& record, const char* name) {
    const auto* day = std::get_if<Date>(&record.at(name));
    return day != nullptr ? *day : Date{};
}

// What one line of the log says about one delegation.
struct Told {
    record::Context& context;
    const record::Record& delegation;
    Id actor;
    Instant happened_at;

    Result<void> tell(Id who, const std::string& key) const {
        if (!who) return {};
        const Id away = id_at(delegation, "owner_id");
        const auto names = TRY(record::labels_of(context, context.schema.get("users"), {&away, 1}));
        const auto name = names.find(away.value);
        if (name == names.end()) return {};
        const Language language = TRY(language_of(context, who));
        const auto* level = std::get_if<std::string>(&delegation.at("level"));
        const bool may_update = level != nullptr && *level == "update";
        Message message{key, {{"name", name->second.text}}};
        message.args.emplace_back("from", day_text(day_at(delegation, "starts_on"), language));
        message.args.emplace_back("until", day_text(day_at(delegation, "ends_on"), language));
        message.args.emplace_back(
            "level",
            localize({may_update ? "notice.level.update" : "notice.level.read", {}}, language));
        Notice notice{
            who,   "delegation", "delegations", delegation.id(), localize(message, language),
            actor, happened_at};
        notice.alone = true;
        return notify_if_possible(context, notice);
    }
};

// The value before the change; nothing when the line does not change the field.
std::optional<std::string> before(const json::object& diff, const char* field) {
    const json::value* pair = diff.if_contains(field);
    if (pair == nullptr || !pair->is_array() || pair->get_array().empty()) return std::nullopt;
    const json::value& value = pair->get_array().front();
    return value.is_string() ? std::string(value.get_string()) : std::string();
}

Result<void> tell_update(const Told& told, const std::string& diff_text) {
    boost::system::error_code failed;
    const json::value parsed = json::parse(diff_text, failed);
    if (failed || !parsed.is_object()) return {};
    const json::object& diff = parsed.get_object();
    const Date today = told.context.today;
    const Id now = id_at(told.delegation, "delegate_id");
    const bool over = day_at(told.delegation, "ends_on") < today;
    const auto last_day = parse_date(before(diff, kLastDay).value_or(""));
    const bool was_over = last_day ? *last_day < today : over;
    if (const auto earlier = before(diff, kDelegate)) {
        if (!was_over) TRY(told.tell(parse_id(*earlier).value_or(Id{}), "notice.lent_back"));
        return over ? Result<void>{} : told.tell(now, "notice.lent");
    }
    if (over) return was_over ? Result<void>{} : told.tell(now, "notice.lent_back");
    const bool matters = std::any_of(diff.begin(), diff.end(), [](const auto& field) {
        return field.key() == "21" || field.key() == kLastDay || field.key() == "23" ||
               field.key() == "24";
    });
    return matters ? told.tell(now, was_over ? "notice.lent" : "notice.lent_changed")
                   : Result<void>{};
}

}  // namespace

job::Entries changes_of_delegations(const job::Entries& entries) {
    job::Entries changes;
    for (const change::Entry& entry : entries) {
        if (entry.object_id != kDelegations || !entry.record) continue;
        if (change::is_initial_content(entry.origin)) continue;
        changes.push_back(entry);
    }
    return changes;
}

Result<void> tell_delegations(record::Context& context, const job::Entries& changes) {
    const schema::Object& object = context.schema.get("delegations");
    for (const change::Entry& entry : changes) {
        const auto found = record::get(context, object, entry.record);
        if (!found.ok()) {
            if (found.error().code == ErrorCode::not_found) continue;
            return found.error();
        }
        const Told told{context, *found, entry.actor, entry.happened_at};
        if (entry.op == change::Op::update) {
            TRY(tell_update(told, entry.diff));
            continue;
        }
        if (day_at(*found, "ends_on") < context.today) continue;
        const bool back = entry.op == change::Op::remove;
        TRY(told.tell(id_at(*found, "delegate_id"), back ? "notice.lent_back" : "notice.lent"));
    }
    return {};
}

Result<void> tell_ended_delegations(record::Context& context) {
    const Instant reached = TRY(lock_clock_place(context.tx, kEnded));
    const Instant since = look_from(reached, context.now);
    const Date first = context.company.zone.local(since).date;
    if (first < context.today) {
        const schema::Object& object = context.schema.get("delegations");
        record::Query query;
        query.object = &object;
        query.filter = TRY(filter::parse_and_bind(
            "ends_on ge " + to_string(first) + " and ends_on lt " + to_string(context.today),
            context.schema, object));
        query.page_size = record::kPageSizeMax;
        do {
            const record::Page page = TRY(record::list(context, query));
            for (const record::Row& row : page.rows) {
                const Instant over =
                    Instant{std::int64_t{day_at(row.record, "ends_on").days} * kDayMs};
                if (!TRY(strikes_first(context.tx, kEnded, row.record.id(), over))) continue;
                const Told told{context, row.record, Id{}, context.now};
                TRY(told.tell(id_at(row.record, "delegate_id"), "notice.lent_over"));
            }
            query.cursor = page.next;
        } while (!query.cursor.empty());
    }
    return set_clock_place(context.tx, kEnded, look_until(reached, context.now));
}

}  // namespace clientela::notification
