// SPDX-License-Identifier: Apache-2.0
// list, get, count and the labels of linked records.
#include "record/read.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "access/visibility.h"
#include "db/append.h"
#include "record/columns.h"
#include "record/conditions.h"
#include "record/cursor.h"
#include "record/named_record.h"
#include "record/page_sql.h"
#include "record/table_sql.h"
#include "record/visible.h"

namespace clientela::record {
namespace {

using schema::Field;
using schema::FieldType;

// Those asked for, id and version always among them; otherwise all but secret ones.
std::vector<const Field*> shown_fields(const Query& query) {
    std::vector<const Field*> fields = query.fields;
    if (fields.empty()) {
        fields.reserve(query.object->fields.size());
        for (const Field& field : query.object->fields) {
            if (!field.secret) fields.push_back(&field);
        }
        return fields;
    }
    for (const char* always : {"id", "version"}) {
        const Field* field = &query.object->field(always);
        if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
    }
    return fields;
}

// The query with everything filled in that callers may leave out.
Result<Query> complete(Context& context, Query query) {
    if (query.sort.empty()) query.sort = default_sort(*query.object);
    show_keys(context, query);
    if (query.sort.size() > kSortKeysMax) {
        return make_error(ErrorCode::invalid, "error.sort_keys",
                          {{"max", std::to_string(kSortKeysMax)}});
    }
    query.page_size = std::clamp(query.page_size, 1, kPageSizeMax);
    query.fields = shown_fields(query);
    return query;
}

struct Fetched {
    Row row;
    PagePlace place;
};

Result<void> fetch(Context& context, const Query& query, const db::Sql& statement,
                   std::vector<Fetched>& rows) {
    return context.tx.query(statement, [&](const db::Row& source) {
        Fetched fetched;
        fetched.row.record = Record{query.object, std::vector<Value>(query.object->fields.size())};
        int column = fill(fetched.row.record, query.fields, source, 0);
        for (const SortKey& key : query.sort)
            fetched.place.keys.push_back(read_key(key, source, column++));
        fetched.place.id = fetched.row.record.id();
        rows.push_back(std::move(fetched));
    });
}

// Ids of one target object met in a page, with the cells that show them.
struct Cells {
    std::vector<std::pair<std::size_t, std::size_t>> cells;  // row, field index
    std::set<Id> ids;
};

Result<void> add_labels(Context& context, const Query& query, Page& page) {
    std::map<const schema::Object*, Cells> by_target;
    for (std::size_t row = 0; row < page.rows.size(); ++row) {
        page.rows[row].labels.resize(query.object->fields.size());
        for (const Field* field : page.fields) {
            const auto* id = std::get_if<Id>(&page.rows[row].record[*field]);
            if (id == nullptr || field->type != FieldType::link || field->target_object == nullptr)
                continue;
            Cells& cells = by_target[field->target_object];
            cells.cells.emplace_back(row, static_cast<std::size_t>(field->index));
            cells.ids.insert(*id);
        }
    }
    for (const auto& [target, cells] : by_target) {
        const std::vector<Id> ids(cells.ids.begin(), cells.ids.end());
        auto labels = TRY(labels_of(context, *target, ids));
        for (const auto& [row, field] : cells.cells) {
            const Id id = std::get<Id>(page.rows[row].record.values[field]);
            page.rows[row].labels[field] = labels[id.value];
        }
    }
    return {};
}

}  // namespace

Result<Page> list(Context& context, const Query& wanted) {
    const Query query = TRY(complete(context, wanted));
    Page page;
    page.fields = query.fields;
    const auto sight =
        access::sight(context.principal, context.schema, *query.object, query.action);
    std::optional<PagePlace> place;
    if (!query.cursor.empty()) place = TRY(decode(query.cursor, query));
    if (sight->visibility.kind == access::Visibility::Kind::nothing) return page;
    const Approach approach = TRY(choose_approach(context, query, sight->visibility));
    Conditions conditions = TRY(conditions_of(context, query, *sight, approach));
    if (approach.shape == Shape::gather) {
        conditions.branches = access::gathering_branches(sight->visibility, "t");
    }
    std::vector<Fetched> rows;
    const auto enough = static_cast<std::size_t>(query.page_size) + 1;
    for (const db::Sql& segment : segments_after(query, place ? &*place : nullptr)) {
        const int missing = static_cast<int>(enough - rows.size());
        if (missing <= 0) break;
        TRY(fetch(context, query,
                  page_statement(query, conditions, segment, approach.shape, missing,
                                 context.tx.dialect()),
                  rows));
    }
    if (rows.size() == enough) {
        rows.pop_back();
        page.next = encode(rows.back().place, query);
    }
    for (Fetched& fetched : rows)
        page.rows.push_back(std::move(fetched.row));
    std::vector<Record*> records;
    for (Row& row : page.rows)
        records.push_back(&row.record);
    TRY(hide_names(context, *query.object, records));
    if (query.labels) TRY(add_labels(context, query, page));
    return page;
}

Result<Page> only(Context& context, const Query& query) {
    Page page;
    page.fields = shown_fields(query);
    const auto sight =
        access::sight(context.principal, context.schema, *query.object, query.action);
    if (sight->visibility.kind == access::Visibility::Kind::nothing) return page;
    Conditions conditions = TRY(tested_conditions_of(context, query, *sight));
    db::Sql sql{"select " + select_list(page.fields, "t") + " from " +
                    schema::quoted(query.object->singular) + " t where " + conditions.common.text,
                std::move(conditions.common.args)};
    append_condition(sql, std::move(conditions.visible));
    TRY(context.tx.query(sql, [&](const db::Row& source) {
        Row row;
        row.record = Record{query.object, std::vector<Value>(query.object->fields.size())};
        fill(row.record, page.fields, source, 0);
        page.rows.push_back(std::move(row));
    }));
    std::vector<Record*> records;
    for (Row& row : page.rows)
        records.push_back(&row.record);
    TRY(hide_names(context, *query.object, records));
    if (query.labels) TRY(add_labels(context, query, page));
    return page;
}

Result<Record> get(Context& context, const schema::Object& object, Id id, access::Action action) {
    const std::vector<const Field*> fields = all_fields(object);
    db::Sql sql{"select " + select_list(fields, "t") + " from " + schema::quoted(object.singular) +
                    " t where t.id = ?",
                {id.value}};
    append_condition(
        sql, access::visible_condition(context.principal, context.schema, object, action, "t"));
    std::optional<Record> found;
    TRY(context.tx.query(sql, [&](const db::Row& row) {
        found.emplace(Record{&object, std::vector<Value>(object.fields.size())});
        fill(*found, fields, row, 0);
    }));
    if (!found) return make_error(ErrorCode::not_found, "error.not_found");
    const std::array<Record*, 1> one{&*found};
    TRY(hide_names(context, object, one));
    return std::move(*found);
}

Result<std::int64_t> count(Context& context, const Query& query, std::int64_t limit) {
    const auto sight =
        access::sight(context.principal, context.schema, *query.object, query.action);
    if (sight->visibility.kind == access::Visibility::Kind::nothing) return std::int64_t{0};
    Conditions conditions = TRY(whole_conditions_of(context, query, *sight));
    // SQLite's parser goes only so deep, and sight through others needs nearly all of it.
    const bool bare = context.tx.dialect() == db::Dialect::sqlite && limit <= 0;
    db::Sql sql{std::string("select ") + (bare ? "count(*)" : "1") + " from " +
                    schema::quoted(query.object->singular) + " t where " + conditions.common.text,
                std::move(conditions.common.args)};
    append_condition(sql, std::move(conditions.visible));
    if (limit > 0) sql.text.append(" limit ").append(std::to_string(limit + 1));
    if (!bare) sql.text = "select count(*) from (" + sql.text + ") c";
    std::int64_t number = 0;
    TRY(context.tx.query(sql, [&](const db::Row& row) { number = row.integer(0); }));
    return number;
}

Result<std::vector<std::pair<Id, Id>>> linked_ids(Context& context, const schema::ManyLink& link,
                                                  const std::vector<Id>& owners) {
    std::vector<std::pair<Id, Id>> pairs;
    if (owners.empty()) return pairs;
    const auto sight =
        access::sight(context.principal, context.schema, *link.target_object, access::Action::read);
    if (sight->visibility.kind == access::Visibility::Kind::nothing) return pairs;
    db::Sql sql{"select l." + link.own_column + ", l." + link.other_column + " from " + link.table +
                    " l join " + schema::quoted(link.target_object->singular) + " t on t.id = l." +
                    link.other_column + " where t.deleted_at is null and l." + link.own_column +
                    " in ",
                {}};
    append_ids(sql, owners);
    append_condition(sql, sight->condition);
    sql.text.append(" order by 1, 2");
    TRY(context.tx.query(sql, [&](const db::Row& row) {
        pairs.emplace_back(Id{row.integer(0)}, Id{row.integer(1)});
    }));
    return pairs;
}

}  // namespace clientela::record
