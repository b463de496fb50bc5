// SPDX-License-Identifier: Apache-2.0
// In pieces, so that a long list neither meets the stores' limit of bound values nor makes a
// statement that is seen once.
#include "record/visible.h"

#include "access/visibility.h"
#include "db/append.h"
#include "record/table_sql.h"

namespace clientela::record {
namespace {

constexpr std::size_t kPiece = 100;

db::Sql condition_on(const Context& context, const schema::Object& object) {
    return access::visible_condition(context.principal, context.schema, object,
                                     access::Action::read, "t");
}

// Id, title, whether it may be seen.
db::Sql label_statement(const Context& context, const schema::Object& object,
                        std::span<const Id> ids) {
    const schema::Field* title = object.find_field(object.title);
    const bool textual = title != nullptr && title->type == schema::FieldType::string;
    db::Sql sql{"select t.id, " + (textual ? "t." + title->name : std::string("''")) + ", ", {}};
    db::Sql visible = condition_on(context, object);
    if (visible.text.empty()) {
        sql.text.append(true_text(context.tx.dialect()));
    } else {
        sql.text.append("(").append(visible.text).append(")");
        sql.args = std::move(visible.args);
    }
    sql.text.append(" from ").append(schema::quoted(object.singular)).append(" t where t.id in ");
    append_ids(sql, ids);
    return sql;
}

Result<std::unordered_set<std::int64_t>> ids_where(Context& context, const schema::Object& object,
                                                   std::span<const Id> ids,
                                                   std::string_view condition) {
    std::unordered_set<std::int64_t> visible;
    for (; !ids.empty(); ids = ids.subspan(std::min(kPiece, ids.size()))) {
        db::Sql sql{"select t.id from " + schema::quoted(object.singular) + " t where ", {}};
        sql.text.append(condition).append("t.id in ");
        append_ids(sql, ids.first(std::min(kPiece, ids.size())));
        append_condition(sql, condition_on(context, object));
        TRY(context.tx.query(sql, [&](const db::Row& row) { visible.insert(row.integer(0)); }));
    }
    return visible;
}

}  // namespace

Result<std::unordered_set<std::int64_t>> visible_ids(Context& context, const schema::Object& object,
                                                     std::span<const Id> ids) {
    return ids_where(context, object, ids, "");
}

Result<std::unordered_set<std::int64_t>> living_visible_ids(Context& context,
                                                            const schema::Object& object,
                                                            std::span<const Id> ids) {
    return ids_where(context, object, ids, "t.deleted_at is null and ");
}

// What needs no look at the record is not asked of the store.
Result<Allowed> allowed_on(Context& context, const schema::Object& object, Id id) {
    using Kind = access::Visibility::Kind;
    Allowed allowed;
    if (object.append_only) return allowed;
    db::Sql sql{"select ", {}};
    std::vector<bool*> asked;
    for (const auto& [action, answer] : {std::pair{access::Action::update, &allowed.update},
                                         std::pair{access::Action::remove, &allowed.remove}}) {
        const auto sight = access::sight(context.principal, context.schema, object, action);
        *answer = sight->visibility.kind == Kind::everything && sight->condition.text.empty();
        if (*answer || sight->visibility.kind == Kind::nothing) continue;
        if (!asked.empty()) sql.text.append(", ");
        sql.text.append("(").append(sight->condition.text).append(")");
        sql.args.insert(sql.args.end(), sight->condition.args.begin(), sight->condition.args.end());
        asked.push_back(answer);
    }
    if (asked.empty()) return allowed;
    sql.text.append(" from ").append(schema::quoted(object.singular)).append(" t where t.id = ?");
    sql.args.emplace_back(id.value);
    TRY(context.tx.query(sql, [&](const db::Row& row) {
        for (std::size_t i = 0; i < asked.size(); ++i)
            *asked[i] = row.boolean(static_cast<int>(i));
    }));
    return allowed;
}

Result<std::unordered_map<std::int64_t, LinkLabel>> labels_of(Context& context,
                                                              const schema::Object& object,
                                                              std::span<const Id> ids) {
    std::unordered_map<std::int64_t, LinkLabel> labels;
    for (; !ids.empty(); ids = ids.subspan(std::min(kPiece, ids.size()))) {
        const db::Sql sql =
            label_statement(context, object, ids.first(std::min(kPiece, ids.size())));
        TRY(context.tx.query(sql, [&](const db::Row& row) {
            const bool seen = row.boolean(2);
            labels[row.integer(0)] =
                LinkLabel{seen ? std::string(row.text(1)) : std::string(), !seen};
        }));
    }
    return labels;
}

}  // namespace clientela::record
