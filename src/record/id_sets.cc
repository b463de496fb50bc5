// SPDX-License-Identifier: Apache-2.0
#include "record/id_sets.h"

#include "access/visibility.h"
#include "db/append.h"
#include "record/conditions.h"
#include "record/table_sql.h"

namespace clientela::record {

Result<std::vector<Id>> all_ids(Context& context, const Query& query) {
    std::vector<Id> ids;
    const auto sight =
        access::sight(context.principal, context.schema, *query.object, query.action);
    if (sight->visibility.kind == access::Visibility::Kind::nothing) return ids;
    Conditions conditions = TRY(whole_conditions_of(context, query, *sight));
    db::Sql sql{"select t.id from " + schema::quoted(query.object->singular) + " t where " +
                    conditions.common.text,
                std::move(conditions.common.args)};
    append_condition(sql, std::move(conditions.visible));
    sql.text.append(" order by t.id");
    TRY(context.tx.query(sql, [&](const db::Row& row) { ids.push_back(Id{row.integer(0)}); }));
    return ids;
}

namespace {

// In the order of their ids, so that two who lock do not wait for each other. SQLite has one
// writer.
Result<void> lock_rows(Context& context, const schema::Object& object, const std::vector<Id>& ids) {
    if (context.tx.dialect() != db::Dialect::postgres) return {};
    db::Sql sql{"select t.id from " + schema::quoted(object.singular) + " t where t.id in ", {}};
    append_ids(sql, ids);
    sql.text.append(" order by t.id for update of t");
    return context.tx.query(sql, [](const db::Row&) {});
}

}  // namespace

Result<std::unordered_map<std::int64_t, std::vector<Id>>> whole_links(
    Context& context, const schema::Object& object, const schema::ManyLink& link,
    const std::vector<Id>& owners) {
    std::unordered_map<std::int64_t, std::vector<Id>> links;
    if (owners.empty()) return links;
    TRY(lock_rows(context, object, owners));
    db::Sql sql{"select " + link.own_column + ", " + link.other_column + " from " + link.table +
                    " where " + link.own_column + " in ",
                {}};
    append_ids(sql, owners);
    TRY(context.tx.query(
        sql, [&](const db::Row& row) { links[row.integer(0)].push_back(Id{row.integer(1)}); }));
    return links;
}

}  // namespace clientela::record
