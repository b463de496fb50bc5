// SPDX-License-Identifier: Apache-2.0
// Which shape wins was measured (docs/decisions/0006-visibility.md): the planner is never asked.
#include "record/conditions.h"

#include <algorithm>
#include <set>

#include "db/append.h"
#include "record/shares.h"
#include "record/table_sql.h"

namespace clientela::record {
namespace {

// The living nodes at and below `root`, level by level: one statement per level instead of
// recursion inside one, which distributed tables do not allow. A failed statement dooms the
// transaction, so what it leaves out is never shown to anybody.
std::vector<Id> branch_of(const Context& context, const schema::Object& tree, Id root) {
    std::vector<Id> all{root};
    std::set<std::int64_t> known{root.value};
    for (std::size_t level = 0; level < all.size() && !tree.parent.empty();) {
        db::Sql sql{"select id from " + schema::quoted(tree.singular) +
                        " where deleted_at is null and " + tree.parent + " in ",
                    {}};
        const std::span<const Id> below = std::span<const Id>(all).subspan(level);
        const std::size_t asked = std::min(below.size(), db::kIdsInStatement);
        append_ids(sql, below.first(asked));
        level += asked;
        const Result<void> done = context.tx.query(sql, [&](const db::Row& row) {
            if (known.insert(row.integer(0)).second) all.push_back(Id{row.integer(0)});
        });
        if (!done.ok()) return {};
    }
    return all;
}

}  // namespace

filter::CompileOptions compile_options(const Context& context) {
    filter::CompileOptions options;
    options.dialect = context.tx.dialect();
    options.alias = "t";
    options.zone = context.company.zone.name();
    options.now = context.now;
    options.today = context.today;
    options.me = context.principal.user;
    options.visible = [&context](const schema::Object& object, const std::string& alias) {
        return access::visible_condition(context.principal, context.schema, object,
                                         access::Action::read, alias, context.tx.dialect());
    };
    options.below = [&context](const schema::Object& tree, Id root) {
        return branch_of(context, tree, root);
    };
    return options;
}

void show_keys(const Context& context, Query& query) {
    for (SortKey& key : query.sort) {
        key.visible.clear();
        for (std::size_t step = 1; step < key.path.size(); ++step) {
            const std::string alias = "s" + std::to_string(step);
            db::Sql seen{alias + ".deleted_at is null", {}};
            append_condition(
                seen, access::visible_condition(context.principal, context.schema,
                                                *key.path[step - 1]->target_object,
                                                access::Action::read, alias, context.tx.dialect()));
            key.visible.push_back(std::move(seen));
        }
    }
}

Result<Conditions> conditions_of(Context& context, const Query& query, const access::Sight& sight) {
    Conditions conditions;
    conditions.common.text = query.bin ? "t.deleted_at is not null" : "t.deleted_at is null";
    if (!query.filter.empty()) {
        append_condition(conditions.common,
                         TRY(filter::compile(query.filter, compile_options(context))));
    }
    append_condition(conditions.common, query.restriction);
    conditions.visible = sight.condition;
    return conditions;
}

Result<Shape> choose_shape(Context& context, const Query& query,
                           const access::Visibility& visibility) {
    if (visibility.kind != access::Visibility::Kind::branches || context.shares == nullptr)
        return Shape::walk;
    if (!query.restriction.text.empty()) return Shape::walk;
    auto share = context.shares->find(context.principal.user, query.object->id, context.now);
    if (!share) {
        share = TRY(access::estimate_share(context.tx, visibility));
        context.shares->remember(context.principal.user, query.object->id, *share, context.now);
    }
    return *share < access::kGatherShare ? Shape::gather : Shape::walk;
}

}  // namespace clientela::record
