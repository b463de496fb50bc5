// SPDX-License-Identifier: Apache-2.0
// Two links of one activity to one record (about it, with it) carry the same moment and count once.
#include "activity/timeline_sql.h"

#include "access/visibility.h"
#include "record/table_sql.h"

namespace clientela::activity {

Result<std::vector<std::pair<Instant, Id>>> activities_of(record::Context& context,
                                                          const schema::Object& object, Id record,
                                                          const TimelinePlace& before, int limit) {
    std::vector<std::pair<Instant, Id>> found;
    const schema::Object* activities = context.schema.find("activities");
    if (activities == nullptr) return found;
    db::Sql sql{
        "select distinct l.happened_at, l.activity_id from activity_link l "
        "join activity t on t.id = l.activity_id where l.object = ? and l.record_id = ? "
        "and l.happened_at is not null and l.deleted_at is null and t.deleted_at is null",
        {object.name, record.value}};
    if (before.activity) {
        sql.text.append(" and (l.happened_at, l.activity_id) < (?, ?)");
        sql.args.emplace_back(Instant{before.activity_ms});
        sql.args.emplace_back(before.activity.value);
    }
    record::append_condition(
        sql, access::visible_condition(context.principal, context.schema, *activities,
                                       access::Action::read, "t"));
    sql.text.append(" order by l.happened_at desc, l.activity_id desc limit ?");
    sql.args.emplace_back(std::int64_t{limit});
    TRY(context.tx.query(
        sql, [&](const db::Row& row) { found.emplace_back(row.instant(0), Id{row.integer(1)}); }));
    return found;
}

}  // namespace clientela::activity
