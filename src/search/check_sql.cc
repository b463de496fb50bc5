// SPDX-License-Identifier: Apache-2.0
// The index of full text against the records: every living one stands in it, and nothing else.
#include "search/index.h"

#include "change/log.h"

namespace clientela::search {
namespace {

constexpr const char* kFirst = " limit 100";
constexpr int kBacklogMax = 1'000;  // lines; a consumer further behind is at work on much

// A consumer with much to do, or with changes of a while ago: then nothing can be said.
bool stands_still(const std::vector<change::Entry>& unread) {
    constexpr std::int64_t kWhileMs = 60'000;
    if (unread.empty()) return false;
    return unread.size() == kBacklogMax ||
           unread.back().happened_at.ms - unread.front().happened_at.ms > kWhileMs;
}

// Records whose last changes the consumer has still to follow are not compared. On PostgreSQL these
// are also committed ones that it may not read yet, because an older transaction still runs.
db::Sql settled(const schema::Object& object, const std::string& record, change::Cursor place) {
    return {" and not exists (select 1 from change c where c.object_id = ? and c.record_id = " +
                record + " and (c.tx_id, c.seq) > (?, ?))",
            {static_cast<std::int64_t>(object.id), place.tx_id, place.seq}};
}

std::string key_of(const db::Transaction& tx) {
    return tx.dialect() == db::Dialect::sqlite ? "rowid" : "id";
}

Result<void> look_at_object(verify::Examination& examination, const schema::Object& object,
                            change::Cursor place) {
    const std::string table = schema::quoted(object.singular);
    const std::string index = index_table(object);
    const std::string key = key_of(examination.tx);
    TRY(examination.tx.query({"select count(*) from " + index, {}},
                             [&](const db::Row& row) { examination.looked_at(row.integer(0)); }));
    const db::Sql of_record = settled(object, "t.id", place);
    TRY(examination.tx.query(
        {"select t.id from " + table +
             " t where t.deleted_at is null and not exists (select 1 from " + index +
             " i where i." + key + " = t.id)" + of_record.text + kFirst,
         of_record.args},
        [&](const db::Row& row) {
            examination.found(object.name, Id{row.integer(0)}, {"search.not_indexed", {}});
        }));
    const db::Sql of_entry = settled(object, "i." + key, place);
    return examination.tx.query(
        {"select i." + key + " from " + index + " i where not exists (select 1 from " + table +
             " t where t.id = i." + key + " and t.deleted_at is null)" + of_entry.text + kFirst,
         of_entry.args},
        [&](const db::Row& row) {
            examination.found(object.name, Id{row.integer(0)}, {"search.indexed_for_nothing", {}});
        });
}

}  // namespace

Result<void> look_at_index(verify::Examination& examination) {
    const change::Cursor place = TRY(change::consumer_cursor(examination.tx, kConsumer));
    if (stands_still(TRY(change::read_after(examination.tx, place, kBacklogMax))) ||
        TRY(is_to_be_read_anew(examination.tx))) {
        examination.leave_out({"search.behind", {}});
        return {};
    }
    for (const schema::Object* object : searchable_objects(examination.schema))
        TRY(look_at_object(examination, *object, place));
    return {};
}

}  // namespace clientela::search
