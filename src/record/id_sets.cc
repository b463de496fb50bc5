// SPDX-License-Identifier: Apache-2.0
#include "record/id_sets.h"

#include "access/visibility.h"
#include "record/conditions.h"
#include "record/table_sql.h"

namespace clientela::record {

Result<std::vector<Id>> all_ids(Context& context, const Query& query) {
    std::vector<Id> ids;
    const access::Visibility visibility =
        access::visibility(context.principal, context.schema, *query.object, query.action);
    if (visibility.kind == access::Visibility::Kind::nothing) return ids;
    Conditions conditions = TRY(conditions_of(context, query, visibility));
    db::Sql sql{"select t.id from " + schema::quoted(query.object->singular) + " t where " +
                    conditions.common.text,
                std::move(conditions.common.args)};
    append_condition(sql, std::move(conditions.visible));
    sql.text.append(" order by t.id");
    TRY(context.tx.query(sql, [&](const db::Row& row) { ids.push_back(Id{row.integer(0)}); }));
    return ids;
}

Result<std::unordered_map<std::int64_t, std::vector<Id>>> whole_links(
    Context& context, const schema::ManyLink& link, const std::vector<Id>& owners) {
    std::unordered_map<std::int64_t, std::vector<Id>> links;
    if (owners.empty()) return links;
    db::Sql sql{"select " + link.own_column + ", " + link.other_column + " from " + link.table +
                    " where " + link.own_column + " in (",
                {}};
    for (const Id owner : owners) {
        sql.text.append(sql.text.back() == '(' ? "?" : ", ?");
        sql.args.emplace_back(owner.value);
    }
    sql.text.append(")");
    TRY(context.tx.query(
        sql, [&](const db::Row& row) { links[row.integer(0)].push_back(Id{row.integer(1)}); }));
    return links;
}

}  // namespace clientela::record
