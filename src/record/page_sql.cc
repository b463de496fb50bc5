// SPDX-License-Identifier: Apache-2.0
// Nulls come first ascending and last descending, as OData says. The id is always the last key, in
// the direction of the key before it, so that one index serves key and id.
#include "record/page_sql.h"

#include <iterator>

#include "db/append.h"
#include "record/table_sql.h"
#include "schema/layout.h"

namespace clientela::record {
namespace {

using schema::Field;
using schema::FieldType;

bool is_null(const db::Bind& bind) { return bind.index() == 0; }

bool never_null(const SortKey& key) {
    const Field& field = *key.path.front();
    return key.path.size() == 1 && field.standard && schema::is_always_filled(field.name);
}

std::string stored_name(const Field& field) {
    return field.sortable && field.type == FieldType::string ? field.name + "_sort" : field.name;
}

// Whether rows with one value of a column that decides about sight come in this order by the index
// of that column (src/schema/layout.cc).
bool is_default_order(const Query& query) {
    if (query.sort.size() != 1) return false;
    return query.sort.front().path == default_sort(*query.object).front().path;
}

bool id_descends(const Query& query) { return !query.sort.empty() && query.sort.back().descending; }

db::Sql with(db::Sql left, std::string_view text) {
    left.text.append(text);
    return left;
}

db::Sql with(db::Sql left, std::string_view text, const db::Bind& value) {
    left.args.push_back(value);
    return with(std::move(left), text);
}

// k equals the value it had in the last row, null included.
db::Sql key_equals(const SortKey& key, const db::Bind& value) {
    if (is_null(value)) return with(key_expression(key), " is null");
    return with(key_expression(key), " = ?", value);
}

// Conditions for "k comes strictly after the value", one or two of them, or none.
std::vector<db::Sql> key_after(const SortKey& key, const db::Bind& value) {
    const db::Sql name = key_expression(key);
    if (!key.descending) {
        if (is_null(value)) return {with(name, " is not null")};
        return {with(name, " > ?", value)};
    }
    if (is_null(value)) return {};
    std::vector<db::Sql> conditions{with(name, " < ?", value)};
    if (!never_null(key)) conditions.push_back(with(name, " is null"));
    return conditions;
}

db::Sql both(db::Sql left, const db::Sql& right) {
    if (left.text.empty()) return right;
    left.text.append(" and ");
    append(left, right);
    return left;
}

// One key that is not null at the cursor: a row comparison, which walks the index (key, id)
// directly.
std::vector<db::Sql> single_key_segments(const Query& query, const PagePlace& place) {
    const SortKey& key = query.sort.front();
    const std::string_view sign = key.descending ? "<" : ">";
    db::Sql row{"(", {}};
    append(row, key_expression(key));
    row.text.append(", t.id) ").append(sign).append(" (?, ?)");
    row.args.insert(row.args.end(), {place.keys.front(), place.id.value});
    std::vector<db::Sql> segments{std::move(row)};
    if (key.descending && !never_null(key))
        segments.push_back(with(key_expression(key), " is null"));
    return segments;
}

void append_from(db::Sql& sql, const Query& query, const Conditions& conditions, db::Sql segment,
                 const db::Sql& visible) {
    sql.text.append(" from ").append(schema::quoted(query.object->singular)).append(" t where ");
    append(sql, conditions.common);
    append_condition(sql, std::move(segment));
    append_condition(sql, visible);
}

db::Sql gather_statement(const Query& query, const Conditions& conditions, const db::Sql& segment,
                         int limit, db::Dialect dialect, const db::Sql& columns) {
    db::Sql keys{"t.id as id", {}};
    for (std::size_t number = 0; number < query.sort.size(); ++number) {
        keys.text.append(", ");
        append(keys, key_expression(query.sort[number]));
        keys.text.append(" as k").append(std::to_string(number));
    }
    const std::string table = schema::quoted(query.object->singular);
    db::Sql sql{"with page as (", {}};
    const bool sqlite = dialect == db::Dialect::sqlite;
    bool first = true;
    for (const access::BranchCondition& branch : conditions.branches) {
        const bool in_order = branch.in_order && is_default_order(query);
        // Of several values SQLite reads the best rows of each, in order, and no further.
        const bool leads = sqlite && branch.in_order && (!in_order || branch.several);
        sql.text.append(first ? "" : " union ").append("select * from (select ");
        first = false;
        append(sql, keys);
        append_from(sql, query, conditions, sqlite && !in_order ? tested(segment) : segment,
                    leads ? leading(branch.sql) : branch.sql);
        append_order(sql, query, dialect, in_order ? OrderBy::columns : OrderBy::sorted_columns);
        sql.text.append(" limit ").append(std::to_string(limit)).append(") b");
    }
    sql.text.append(") select ");
    append(sql, columns);
    sql.text.append(" from page p join ").append(table).append(" t on t.id = p.id");
    append_order(sql, query, dialect, OrderBy::page);
    sql.text.append(" limit ").append(std::to_string(limit));
    return sql;
}

}  // namespace

db::Sql tested(db::Sql condition) {
    if (condition.text.empty()) return condition;
    condition.text = "(" + condition.text + ") is true";
    return condition;
}

db::Sql leading(db::Sql condition) {
    condition.text = "likelihood(" + condition.text + ", 0.0001)";
    return condition;
}

void append_order(db::Sql& sql, const Query& query, db::Dialect dialect, OrderBy by) {
    const bool outer = by == OrderBy::page;
    const bool kept_out = by == OrderBy::sorted_columns && dialect == db::Dialect::sqlite;
    sql.text.append(" order by ");
    int number = 0;
    for (const SortKey& key : query.sort) {
        if (kept_out) sql.text.append("+");
        append(sql, outer ? db::Sql{"p.k" + std::to_string(number), {}} : key_expression(key));
        sql.text.append(key.descending ? " desc" : "");
        if (dialect == db::Dialect::postgres && !never_null(key)) {
            sql.text.append(key.descending ? " nulls last" : " nulls first");
        }
        sql.text.append(", ");
        ++number;
    }
    sql.text.append(outer ? "p.id" : "t.id").append(id_descends(query) ? " desc" : "");
}

std::vector<SortKey> default_sort(const schema::Object& object) {
    std::string_view text = object.default_sort;
    if (text.empty()) text = "-updated_at";
    const bool descending = text.front() == '-';
    if (descending) text.remove_prefix(1);
    return {SortKey{{&object.field(text)}, descending, {}}};
}

db::Sql key_expression(const SortKey& key) {
    if (key.path.size() == 1) return {"t." + stored_name(*key.path.front()), {}};
    db::Sql expression{"t." + key.path.front()->name, {}};
    for (std::size_t step = 1; step < key.path.size(); ++step) {
        const std::string alias = "s" + std::to_string(step);
        const bool last = step + 1 == key.path.size();
        const std::string name = last ? stored_name(*key.path[step]) : key.path[step]->name;
        db::Sql outer{"(select " + alias + "." + name + " from " +
                          schema::quoted(key.path[step - 1]->target_object->singular) + " " +
                          alias + " where " + alias + ".id = ",
                      {}};
        append(outer, expression);
        if (step - 1 < key.visible.size()) append_condition(outer, key.visible[step - 1]);
        outer.text.append(")");
        expression = std::move(outer);
    }
    return expression;
}

db::Bind read_key(const SortKey& key, const db::Row& row, int column) {
    if (row.is_null(column)) return std::monostate{};
    switch (key.path.back()->type) {
        case FieldType::boolean: return row.boolean(column);
        case FieldType::date: return row.date(column);
        case FieldType::instant: return row.instant(column);
        case FieldType::string:
        case FieldType::text:
        case FieldType::option:
        case FieldType::json: return std::string(row.text(column));
        case FieldType::id:
        case FieldType::link:
        case FieldType::reference:
        case FieldType::integer:
        case FieldType::decimal:
        case FieldType::money: return row.integer(column);
    }
    return std::monostate{};
}

std::vector<db::Sql> segments_after(const Query& query, const PagePlace* place) {
    if (place == nullptr) return {db::Sql{}};
    if (query.sort.size() == 1 && !is_null(place->keys.front()))
        return single_key_segments(query, *place);
    std::vector<db::Sql> segments;
    for (std::size_t equal = query.sort.size() + 1; equal-- > 0;) {
        db::Sql prefix;
        for (std::size_t key = 0; key < equal; ++key) {
            prefix = both(std::move(prefix), key_equals(query.sort[key], place->keys[key]));
        }
        if (equal == query.sort.size()) {
            const std::string sign = id_descends(query) ? "t.id < ?" : "t.id > ?";
            segments.push_back(both(std::move(prefix), {sign, {place->id.value}}));
            continue;
        }
        for (const db::Sql& after : key_after(query.sort[equal], place->keys[equal])) {
            segments.push_back(both(prefix, after));
        }
    }
    return segments;
}

db::Sql page_statement(const Query& query, const Conditions& conditions, const db::Sql& segment,
                       Shape shape, int limit, db::Dialect dialect) {
    db::Sql columns{select_list(query.fields, "t"), {}};
    for (const SortKey& key : query.sort) {
        columns.text.append(", ");
        append(columns, key_expression(key));
    }
    if (shape == Shape::gather) {
        return gather_statement(query, conditions, segment, limit, dialect, columns);
    }
    db::Sql sql{"select ", {}};
    append(sql, columns);
    const bool finds = shape == Shape::find;
    append_from(sql, query, conditions, finds ? tested(segment) : segment, conditions.visible);
    append_order(sql, query, dialect, finds ? OrderBy::sorted_columns : OrderBy::columns);
    sql.text.append(" limit ").append(std::to_string(limit));
    return sql;
}

}  // namespace clientela::record
