// SPDX-License-Identifier: Apache-2.0
// A window function numbers the rows of each owner, so that one owner with very many costs no page
// of the others.
#include <algorithm>

#include "access/visibility.h"
#include "db/append.h"
#include "record/claims.h"
#include "record/conditions.h"
#include "record/related.h"
#include "record/table_sql.h"

namespace clientela::record {
namespace {

std::string owner_column(const RelatedQuery& wanted) {
    return wanted.many != nullptr ? "l." + wanted.many->own_column : "t." + wanted.via->name;
}

std::span<const Id> next_piece(std::span<const Id>& rest) {
    const std::span<const Id> piece = rest.first(std::min(rest.size(), db::kIdsInStatement));
    rest = rest.subspan(piece.size());
    return piece;
}

// " from ... where ..." for some of the owners, under living rows, filter and sight.
Result<db::Sql> from_where(Context& context, const RelatedQuery& wanted,
                           std::span<const Id> owners) {
    const schema::Object& object = *wanted.query.object;
    const auto sight =
        access::sight(context.principal, context.schema, object, wanted.query.action);
    const Conditions conditions = TRY(tested_conditions_of(context, wanted.query, *sight));
    db::Sql sql{" from ", {}};
    if (wanted.many != nullptr) {
        sql.text.append(schema::quoted(wanted.many->table)).append(" l join ");
        sql.text.append(schema::quoted(object.singular)).append(" t on t.id = l.");
        sql.text.append(wanted.many->other_column);
    } else {
        sql.text.append(schema::quoted(object.singular)).append(" t");
    }
    sql.text.append(" where ").append(owner_column(wanted)).append(" in ");
    append_ids(sql, owners);
    append_condition(sql, conditions.common);
    const bool nothing = sight->visibility.kind == access::Visibility::Kind::nothing;
    append_condition(sql, nothing ? db::Sql{"1 = 0", {}} : conditions.visible);
    return sql;
}

Error too_many_rows(int most) {
    Error error =
        make_error(ErrorCode::invalid, "error.too_many_expanded", {{"max", std::to_string(most)}});
    error.fields.push_back({"$expand", "too_many_expanded", error.message});
    return error;
}

}  // namespace

Result<std::map<std::int64_t, Related>> related(Context& context, const RelatedQuery& asked,
                                                const std::vector<Id>& owners) {
    RelatedQuery wanted = asked;
    if (wanted.query.sort.empty()) wanted.query.sort = default_sort(*wanted.query.object);
    if (wanted.query.sort.size() > kSortKeysMax) {
        return make_error(ErrorCode::invalid, "error.sort_keys",
                          {{"max", std::to_string(kSortKeysMax)}});
    }
    show_keys(context, wanted.query);
    std::map<std::int64_t, Related> found;
    const auto most = static_cast<std::size_t>(wanted.most);
    std::size_t rows = 0;
    for (std::span<const Id> rest(owners); !rest.empty();) {
        const std::span<const Id> piece = next_piece(rest);
        db::Sql sql{"select r.owner, r.id from (select " + owner_column(wanted) +
                        " as owner, t.id as id, row_number() over (partition by " +
                        owner_column(wanted),
                    {}};
        append_order(sql, wanted.query, context.tx.dialect());
        sql.text.append(") as place");
        append(sql, TRY(from_where(context, wanted, piece)));
        sql.text.append(") r where r.place <= ").append(std::to_string(wanted.top + 1));
        // One row of each owner may only say that there are more; it takes no place from the
        // others.
        sql.text.append(" order by r.owner, r.place limit ")
            .append(std::to_string(most + piece.size() + 1));
        TRY(context.tx.query(sql, [&](const db::Row& row) {
            Related& one = found[row.integer(0)];
            if (one.ids.size() == static_cast<std::size_t>(wanted.top)) {
                one.more = true;
                return;
            }
            one.ids.push_back(Id{row.integer(1)});
            ++rows;
        }));
        if (rows > most) return too_many_rows(wanted.most);
    }
    return found;
}

Result<std::map<std::int64_t, std::int64_t>> related_counts(Context& context,
                                                            const RelatedQuery& wanted,
                                                            const std::vector<Id>& owners) {
    std::map<std::int64_t, std::int64_t> counts;
    for (std::span<const Id> rest(owners); !rest.empty();) {
        const std::span<const Id> piece = next_piece(rest);
        db::Sql sql{"select " + owner_column(wanted) + ", count(*)", {}};
        append(sql, TRY(from_where(context, wanted, piece)));
        sql.text.append(" group by 1");
        TRY(context.tx.query(sql,
                             [&](const db::Row& row) { counts[row.integer(0)] = row.integer(1); }));
    }
    return counts;
}

Result<Page> rows_of(Context& context, Query query, const std::vector<Id>& ids) {
    query.sort = {SortKey{{&query.object->field("id")}, false, {}}};
    query.page_size = kPageSizeMax;
    query.cursor.clear();
    Page all;
    for (std::size_t from = 0; from < ids.size() || all.fields.empty(); from += kPageSizeMax) {
        query.restriction = {"t.id in ", {}};
        append_ids(
            query.restriction,
            std::span(ids).subspan(from, std::min<std::size_t>(ids.size() - from, kPageSizeMax)));
        if (ids.empty()) query.restriction = {"1 = 0", {}};
        Page page = TRY(list(context, query));
        all.fields = std::move(page.fields);
        for (Row& row : page.rows)
            all.rows.push_back(std::move(row));
    }
    return all;
}

Result<std::optional<Id>> find_by_key(Context& context, const schema::Object& object,
                                      const schema::Field& field, const Value& value) {
    const db::Sql sql{
        "select record_id from claim where object_id = ? and field_id = ? and value = ?",
        {std::int64_t{object.id}, std::int64_t{field.id}, claim_text(value)}};
    std::optional<Id> holder;
    TRY(context.tx.query(sql, [&](const db::Row& row) { holder = Id{row.integer(0)}; }));
    return holder;
}

}  // namespace clientela::record
