// SPDX-License-Identifier: Apache-2.0
// The same conditions as a list (living, visible), so a sum is always the sum of what the list
// shows.
#include "record/aggregate.h"

#include "access/visibility.h"
#include "db/append.h"
#include "filter/node.h"
#include "record/conditions.h"
#include "record/table_sql.h"

namespace clientela::record {
namespace {

Error too_many_groups() {
    Error error = make_error(ErrorCode::invalid, "error.too_many_groups",
                             {{"max", std::to_string(kGroupsMax)}});
    error.fields.push_back({"$apply", "too_many_groups", error.message});
    return error;
}

}  // namespace

Result<std::vector<std::vector<filter::Cell>>> aggregate(Context& context, const Query& wanted,
                                                         const filter::Apply& apply) {
    Query query = wanted;
    query.filter.root = filter::joined_by_and({query.filter.root, apply.filter.root});
    // Visible to nobody is a condition too: an aggregate of no rows still is one row.
    const auto sight =
        access::sight(context.principal, context.schema, *query.object, query.action);
    Conditions conditions = TRY(whole_conditions_of(context, query, *sight));
    if (sight->visibility.kind == access::Visibility::Kind::nothing)
        conditions.visible = {"1 = 0", {}};
    filter::ApplySql parts = TRY(filter::compile(apply, compile_options(context)));
    db::Sql sql{"select ", {}};
    append(sql, std::move(parts.select));
    sql.text.append(" from ").append(schema::quoted(query.object->singular)).append(" t where ");
    append(sql, std::move(conditions.common));
    append_condition(sql, std::move(conditions.visible));
    if (!parts.group_by.empty()) sql.text.append(" group by ").append(parts.group_by);
    sql.text.append(" limit ").append(std::to_string(kGroupsMax + 1));
    std::vector<std::vector<filter::Cell>> rows;
    std::optional<Error> refused;
    TRY(context.tx.query(sql, [&](const db::Row& row) {
        auto cells = filter::read_apply_row(apply, row);
        if (cells.ok()) {
            rows.push_back(std::move(cells).value());
        } else if (!refused) {
            refused = cells.error();
        }
    }));
    if (refused) return *refused;
    if (rows.size() > kGroupsMax) return too_many_groups();
    return rows;
}

}  // namespace clientela::record
