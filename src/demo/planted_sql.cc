// SPDX-License-Identifier: Apache-2.0
#include "demo/planted_sql.h"

#include "demo/scribe.h"

namespace clientela::demo {

namespace {

db::Sql of_planted(const std::string& what, const schema::Object& object) {
    return {"select " + what + " from " + schema::quoted(object.singular) +
                " t where t.deleted_at is null and exists (select 1 from change c where "
                "c.object_id = ? and "
                "c.record_id = t.id and c.origin = ? and c.op = 'create')",
            {static_cast<std::int64_t>(object.id), std::string(kOrigin)}};
}

}  // namespace

Result<std::vector<Id>> living_planted(db::Transaction& tx, const schema::Object& object, Id after,
                                       int limit) {
    db::Sql sql = of_planted("t.id", object);
    sql.text.append(" and t.id > ? order by t.id limit ?");
    sql.args.emplace_back(after.value);
    sql.args.emplace_back(static_cast<std::int64_t>(limit));
    std::vector<Id> ids;
    TRY(tx.query(sql, [&](const db::Row& row) { ids.push_back(Id{row.integer(0)}); }));
    return ids;
}

Result<std::int64_t> count_planted(db::Transaction& tx, const schema::Object& object) {
    std::int64_t count = 0;
    TRY(tx.query(of_planted("count(*)", object),
                 [&](const db::Row& row) { count = row.integer(0); }));
    return count;
}

Result<bool> is_planted(db::Transaction& tx, const schema::Object& object, Id record) {
    db::Sql sql = of_planted("t.id", object);
    sql.text.append(" and t.id = ?");
    sql.args.emplace_back(record.value);
    bool found = false;
    TRY(tx.query(sql, [&](const db::Row&) { found = true; }));
    return found;
}

Result<std::int64_t> count_added(db::Transaction& tx, const schema::Object& object) {
    std::int64_t count = 0;
    TRY(tx.query(
        {"select count(*) from " + schema::quoted(object.singular) + " where deleted_at is null",
         {}},
        [&](const db::Row& row) { count = row.integer(0); }));
    return count - TRY(count_planted(tx, object));
}

}  // namespace clientela::demo
