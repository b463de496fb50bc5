// SPDX-License-Identifier: Apache-2.0
// A batch of the log is looked through for changed owners before anything is parsed, because nearly
// all changes are of other fields. Records given away by the demo company or while a store is being
// set up concern nobody.
#include "notification/watch.h"

#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "filter/filter.h"
#include "job/job_table.h"
#include "notification/clock_place.h"
#include "notification/notify.h"
#include "notification/standing_in.h"
#include "record/read.h"
#include "record/visible.h"

namespace clientela::notification {
namespace {

constexpr std::string_view kOwnerKey = "\"9\":";  // the standard field owner_id
constexpr const char* kReminder = "task reminders";

bool concerns_nobody(const change::Entry& entry) {
    return change::is_initial_content(entry.origin) || !entry.record || !entry.actor ||
           (entry.op != change::Op::create && entry.op != change::Op::update);
}

struct Owners {
    Id before;
    Id after;
};

// Who had the record and has it now, when this change gave it to somebody: ...
// "9":["BEFORE","AFTER"]
// ... Ids hold no commas, and quotes inside texts are escaped, so the diff need not be parsed.
std::optional<Owners> owners_of(const change::Entry& entry) {
    const std::string_view diff = entry.diff;
    const std::size_t key = diff.find(kOwnerKey);
    if (key == std::string_view::npos) return std::nullopt;
    const std::size_t begin = diff.find('[', key);
    const std::size_t comma = diff.find(',', key);
    const std::size_t end = diff.find(']', key);
    if (begin == std::string_view::npos || comma == std::string_view::npos ||
        end == std::string_view::npos || begin > comma || comma > end)
        return std::nullopt;
    const auto id_in = [](std::string_view text) {
        if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) return Id{};
        return parse_id(text.substr(1, text.size() - 2)).value_or(Id{});
    };
    return Owners{id_in(diff.substr(begin + 1, comma - begin - 1)),
                  id_in(diff.substr(comma + 1, end - comma - 1))};
}

struct Given {
    std::vector<Id> records;
    Instant last;
};
using Key = std::tuple<std::int64_t, std::int64_t, std::uint16_t, std::int64_t>;

struct Taken {
    std::set<std::int64_t> records;
    Instant last;
};

// What a batch of the log says about who has what.
struct Moves {
    std::map<Key, Given> given;                                     // by owner, actor, object, job
    std::map<std::pair<std::int64_t, std::uint16_t>, Taken> taken;  // by former owner, object
    std::set<std::int64_t> undone;                                  // jobs

    bool empty() const { return given.empty() && taken.empty() && undone.empty(); }
};

// The job whose work this one took back; an undo that is undone does the work again.
Result<Id> undone_by(db::Transaction& tx, Id id) {
    const auto job = TRY(job::find(tx, id));
    if (!job || !job->undoes) return Id{};
    return TRY(undone_by(tx, job->undoes)) ? Id{} : job->undoes;
}

Result<Moves> moves_in(db::Transaction& snapshot, const job::Entries& entries) {
    Moves moves;
    std::map<std::int64_t, Id> undoing;  // by job
    for (const change::Entry& entry : entries) {
        if (!entry.record) continue;
        const Id job = change::job_of(entry.origin).value_or(Id{});
        if (job) {
            auto known = undoing.find(job.value);
            if (known == undoing.end())
                known = undoing.emplace(job.value, TRY(undone_by(snapshot, job))).first;
            if (known->second) {
                moves.undone.insert(known->second.value);
                continue;  // everything is as before, and of that people know
            }
        }
        if (concerns_nobody(entry)) continue;
        const auto owners = owners_of(entry);
        if (!owners) continue;
        if (owners->before) {
            Taken& taken = moves.taken[{owners->before.value, entry.object_id}];
            taken.records.insert(entry.record.value);
            taken.last = entry.happened_at;
        }
        if (owners->after) {
            const auto back = moves.taken.find({owners->after.value, entry.object_id});
            if (back != moves.taken.end()) back->second.records.erase(entry.record.value);
        }
        if (!owners->after || owners->after == entry.actor) continue;
        Given& group =
            moves.given[{owners->after.value, entry.actor.value, entry.object_id, job.value}];
        group.records.push_back(entry.record);
        group.last = entry.happened_at;
    }
    return moves;
}

Result<void> tell(record::Context& context, const std::map<Key, Given>& given) {
    for (const auto& [key, group] : given) {
        const auto& [owner, actor, object_id, job] = key;
        const schema::Object* object = context.schema.find_by_id(object_id);
        if (object == nullptr || object->sight.kind == schema::SightKind::personal) continue;
        const Id latest = group.records.back();
        auto titles = TRY(record::labels_of(context, *object, {&latest, 1}));
        const auto title = titles.find(latest.value);
        if (title == titles.end()) continue;  // gone already
        Notice notice{Id{owner},          "assigned",
                      object->name,       latest,
                      title->second.text, Id{actor},
                      group.last,         static_cast<std::int64_t>(group.records.size())};
        notice.job = Id{job};
        TRY(notify_if_possible(context, notice));
    }
    return {};
}

Result<void> withdraw(record::Context& context, const Moves& moves) {
    for (const std::int64_t job : moves.undone)
        TRY(withdraw_notices_of(context, Id{job}));
    for (const auto& [key, taken] : moves.taken) {
        const schema::Object* object = context.schema.find_by_id(key.second);
        if (object == nullptr) continue;
        TRY(withdraw_assigned(context, Id{key.first}, object->name, taken.records, taken.last));
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
            [within = std::move(within)](db::Transaction& snapshot,
                                         const job::Entries& entries) -> Result<job::Writing> {
                auto moves = std::make_shared<Moves>(TRY(moves_in(snapshot, entries)));
                auto lent = std::make_shared<job::Entries>(changes_of_delegations(entries));
                if (moves->empty() && lent->empty()) return job::Writing{};
                return job::Writing{[within, moves, lent](db::Transaction& writer) {
                    return within(writer, [&](record::Context& context) -> Result<void> {
                        TRY(tell(context, moves->given));
                        TRY(withdraw(context, *moves));
                        return tell_delegations(context, *lent);
                    });
                }};
            }};
}

Result<void> tell_due_tasks(record::Context& context) {
    const Instant reached = TRY(lock_clock_place(context.tx, kReminder));
    const Instant since = look_from(reached, context.now);
    const schema::Object& activities = context.schema.get("activities");
    record::Query query;
    query.object = &activities;
    query.filter = TRY(filter::parse_and_bind("due_at gt " + to_string(since) + " and due_at le " +
                                                  to_string(context.now) +
                                                  " and status eq 'open' and owner_id ne null",
                                              context.schema, activities));
    query.sort = {record::SortKey{{&activities.field("due_at")}, false, {}}};
    query.page_size = record::kPageSizeMax;
    do {
        const record::Page page = TRY(record::list(context, query));
        for (const record::Row& row : page.rows) {
            const Instant due = std::get<Instant>(row.record.at("due_at"));
            if (!TRY(strikes_first(context.tx, kReminder, row.record.id(), due))) continue;
            const auto* subject = std::get_if<std::string>(&row.record.at("subject"));
            TRY(notify_if_possible(
                context,
                {std::get<Id>(row.record.at("owner_id")), "task_due", "activities", row.record.id(),
                 subject != nullptr ? *subject : std::string(), Id{}, due}));
        }
        query.cursor = page.next;
    } while (!query.cursor.empty());
    return set_clock_place(context.tx, kReminder, look_until(reached, context.now));
}

}  // namespace clientela::notification
