// SPDX-License-Identifier: Apache-2.0
#include "demo/planted_sql.h"

#include "demo/scribe.h"

namespace clientela::demo {

Result<std::vector<Id>> living_planted(db::Transaction& tx, const schema::Object& object, Id after, int limit) {
    const db::Sql sql{"select t.id from " + schema::quoted(object.singular) +
                          " t where t.id > ? and t.deleted_at is null and exists (select 1 from change c where "
                          "c.object_id = ? and c.record_id = t.id and c.origin = ? and c.op = 'create') "
                          "order by t.id limit ?",
                      {after.value, static_cast<std::int64_t>(object.id), std::string(kOrigin),
                       static_cast<std::int64_t>(limit)}};
    std::vector<Id> ids;
    TRY(tx.query(sql, [&](const db::Row& row) { ids.push_back(Id{row.integer(0)}); }));
    return ids;
}

}  // namespace clientela::demo
