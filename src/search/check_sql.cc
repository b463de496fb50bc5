// SPDX-License-Identifier: Apache-2.0
// The index of full text against the records: every living one stands in it, and nothing else.
#include "search/index.h"

#include "change/log.h"

namespace clientela::search {
namespace {

constexpr const char* kFirst = " limit 100";

std::string key_of(const db::Transaction& tx) {
    return tx.dialect() == db::Dialect::sqlite ? "rowid" : "id";
}

Result<void> look_at_object(verify::Examination& examination, const schema::Object& object) {
    const std::string table = schema::quoted(object.singular);
    const std::string index = index_table(object);
    const std::string key = key_of(examination.tx);
    TRY(examination.tx.query({"select count(*) from " + index, {}},
                             [&](const db::Row& row) { examination.looked_at(row.integer(0)); }));
    TRY(examination.tx.query(
        {"select t.id from " + table +
             " t where t.deleted_at is null and not exists (select 1 from " + index +
             " i where i." + key + " = t.id)" + kFirst,
         {}},
        [&](const db::Row& row) {
            examination.found(object.name, Id{row.integer(0)}, {"search.not_indexed", {}});
        }));
    return examination.tx.query(
        {"select i." + key + " from " + index + " i where not exists (select 1 from " + table +
             " t where t.id = i." + key + " and t.deleted_at is null)" + kFirst,
         {}},
        [&](const db::Row& row) {
            examination.found(object.name, Id{row.integer(0)}, {"search.indexed_for_nothing", {}});
        });
}

}  // namespace

Result<void> look_at_index(verify::Examination& examination) {
    const change::Cursor place = TRY(change::consumer_cursor(examination.tx, kConsumer));
    if (!TRY(change::read_after(examination.tx, place, 1)).empty() ||
        TRY(is_to_be_read_anew(examination.tx))) {
        examination.leave_out({"search.behind", {}});
        return {};
    }
    for (const schema::Object* object : searchable_objects(examination.schema))
        TRY(look_at_object(examination, *object));
    return {};
}

}  // namespace clientela::search
