// SPDX-License-Identifier: Apache-2.0
// Which shape wins was measured (docs/decisions/0006-visibility.md): the planner is never asked.
#include "record/conditions.h"

#include "record/shares.h"
#include "record/table_sql.h"

namespace clientela::record {

filter::CompileOptions compile_options(const Context& context) {
    filter::CompileOptions options;
    options.dialect = context.tx.dialect();
    options.alias = "t";
    options.zone = context.company.zone.name();
    options.now = context.now;
    options.today = context.today;
    options.me = context.principal.user;
    options.visible = [&context](const schema::Object& object, const std::string& alias) {
        return access::visible_condition(context.principal, context.schema, object, access::Action::read,
                                         alias, context.tx.dialect());
    };
    return options;
}

Result<Conditions> conditions_of(Context& context, const Query& query,
                                 const access::Visibility& visibility) {
    const db::Dialect dialect = context.tx.dialect();
    Conditions conditions;
    conditions.common.text = query.bin ? "t.deleted_at is not null" : "t.deleted_at is null";
    if (!query.filter.empty()) {
        append_condition(conditions.common, TRY(filter::compile(query.filter, compile_options(context))));
    }
    append_condition(conditions.common, query.restriction);
    conditions.visible = access::visible_condition(visibility, "t", dialect);
    conditions.branches = access::branch_conditions(visibility, "t", dialect);
    return conditions;
}

Result<Shape> choose_shape(Context& context, const Query& query, const access::Visibility& visibility) {
    if (visibility.kind != access::Visibility::Kind::branches || context.shares == nullptr) return Shape::walk;
    if (!query.restriction.text.empty()) return Shape::walk;
    auto share = context.shares->find(context.principal.user, query.object->id, context.now);
    if (!share) {
        share = TRY(access::estimate_share(context.tx, visibility));
        context.shares->remember(context.principal.user, query.object->id, *share, context.now);
    }
    return *share < access::kGatherShare ? Shape::gather : Shape::walk;
}

}  // namespace clientela::record
