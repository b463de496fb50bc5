// SPDX-License-Identifier: Apache-2.0
// SQL of the rules of activities.
#include "activity/activity_sql.h"

namespace clientela::activity {

Result<std::vector<Id>> links_of(db::Transaction& tx, Id activity) {
    std::vector<Id> ids;
    const db::Sql sql{
        "select id from activity_link where activity_id = ? and deleted_at is null"
        " order by id",
        {activity.value}};
    TRY(tx.query(sql, [&](const db::Row& row) { ids.push_back(Id{row.integer(0)}); }));
    return ids;
}

Result<Regarding> find_regarding(db::Transaction& tx, Id activity) {
    Regarding found;
    const db::Sql sql{
        "select owner_id, happened_at, case when deleted_at is null then 1 else 0 end"
        " from activity where id = ?",
        {activity.value}};
    TRY(tx.query(sql, [&](const db::Row& row) {
        if (!row.is_null(0)) found.owner = Id{row.integer(0)};
        if (!row.is_null(1)) found.happened_at = row.instant(1);
        found.living = row.integer(2) == 1;
    }));
    return found;
}

}  // namespace clientela::activity
