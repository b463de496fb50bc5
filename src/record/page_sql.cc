// SPDX-License-Identifier: Apache-2.0
// Nulls come first ascending and last descending, as OData says. The id is always the last key, in the
// direction of the key before it, so that one index serves key and id.
#include "record/page_sql.h"

#include <iterator>

#include "record/table_sql.h"

namespace clientela::record {
namespace {

using schema::Field;
using schema::FieldType;

bool is_null(const db::Bind& bind) { return bind.index() == 0; }

bool never_null(const SortKey& key) {
    const Field& field = *key.path.front();
    return key.path.size() == 1 && field.standard &&
           (field.name == "id" || field.name == "version" || field.name == "created_at" || field.name == "updated_at");
}

std::string stored_name(const Field& field) {
    return field.sortable && field.type == FieldType::string ? field.name + "_sort" : field.name;
}

void append(db::Sql& sql, const db::Sql& part) {
    sql.text.append(part.text);
    sql.args.insert(sql.args.end(), part.args.begin(), part.args.end());
}

bool id_descends(const Query& query) { return !query.sort.empty() && query.sort.back().descending; }

std::string order_text(const Query& query, db::Dialect dialect, bool outer) {
    std::string text;
    int number = 0;
    for (const SortKey& key : query.sort) {
        if (!text.empty()) text.append(", ");
        text.append(outer ? "p.k" + std::to_string(number) : key_expression(key));
        text.append(key.descending ? " desc" : "");
        if (dialect == db::Dialect::postgres && !never_null(key)) {
            text.append(key.descending ? " nulls last" : " nulls first");
        }
        ++number;
    }
    if (!text.empty()) text.append(", ");
    return text + (outer ? "p.id" : "t.id") + (id_descends(query) ? " desc" : "");
}

// k equals the value it had in the last row, null included.
db::Sql key_equals(const SortKey& key, const db::Bind& value) {
    if (is_null(value)) return {key_expression(key) + " is null", {}};
    return {key_expression(key) + " = ?", {value}};
}

// Conditions for "k comes strictly after the value", one or two of them, or none.
std::vector<db::Sql> key_after(const SortKey& key, const db::Bind& value) {
    const std::string name = key_expression(key);
    if (!key.descending) {
        if (is_null(value)) return {{name + " is not null", {}}};
        return {{name + " > ?", {value}}};
    }
    if (is_null(value)) return {};
    std::vector<db::Sql> conditions{{name + " < ?", {value}}};
    if (!never_null(key)) conditions.push_back({name + " is null", {}});
    return conditions;
}

db::Sql both(db::Sql left, const db::Sql& right) {
    if (left.text.empty()) return right;
    left.text.append(" and ");
    append(left, right);
    return left;
}

// One key that is not null at the cursor: a row comparison, which walks the index (key, id) directly.
std::vector<db::Sql> single_key_segments(const Query& query, const PagePlace& place) {
    const SortKey& key = query.sort.front();
    const std::string_view sign = key.descending ? "<" : ">";
    std::vector<db::Sql> segments{{"(" + key_expression(key) + ", t.id) " + std::string(sign) + " (?, ?)",
                                   {place.keys.front(), place.id.value}}};
    if (key.descending && !never_null(key)) segments.push_back({key_expression(key) + " is null", {}});
    return segments;
}

void append_from(db::Sql& sql, const Query& query, const Conditions& conditions, const db::Sql& segment,
                 const db::Sql& visible) {
    sql.text.append(" from ").append(schema::quoted(query.object->singular)).append(" t where ");
    append(sql, conditions.common);
    append_condition(sql, segment);
    append_condition(sql, visible);
}

db::Sql gather_statement(const Query& query, const Conditions& conditions, const db::Sql& segment, int limit,
                         db::Dialect dialect, const std::string& columns) {
    std::string keys = "t.id as id";
    for (std::size_t number = 0; number < query.sort.size(); ++number) {
        keys.append(", ").append(key_expression(query.sort[number])).append(" as k").append(std::to_string(number));
    }
    db::Sql sql{"with page as (", {}};
    bool first = true;
    for (const db::Sql& branch : conditions.branches) {
        if (!first) sql.text.append(" union ");
        first = false;
        sql.text.append("select * from (select ").append(keys);
        append_from(sql, query, conditions, segment, branch);
        sql.text.append(" order by ").append(order_text(query, dialect, false));
        sql.text.append(" limit ").append(std::to_string(limit)).append(") b");
    }
    sql.text.append(") select ")
        .append(columns)
        .append(" from page p join ")
        .append(schema::quoted(query.object->singular));
    sql.text.append(" t on t.id = p.id order by ").append(order_text(query, dialect, true));
    sql.text.append(" limit ").append(std::to_string(limit));
    return sql;
}

}  // namespace

std::string key_expression(const SortKey& key) {
    std::string expression = "t." + key.path.front()->name;
    if (key.path.size() == 1) return "t." + stored_name(*key.path.front());
    for (std::size_t step = 1; step < key.path.size(); ++step) {
        const std::string alias = "s" + std::to_string(step);
        const bool last = step + 1 == key.path.size();
        const std::string name = last ? stored_name(*key.path[step]) : key.path[step]->name;
        expression = "(select " + alias + "." + name + " from " +
                     schema::quoted(key.path[step - 1]->target_object->singular) + " " + alias +
                     " where " + alias + ".id = " + expression + ")";
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
    if (query.sort.size() == 1 && !is_null(place->keys.front())) return single_key_segments(query, *place);
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

db::Sql page_statement(const Query& query, const Conditions& conditions, const db::Sql& segment, Shape shape,
                       int limit, db::Dialect dialect) {
    std::string columns = select_list(query.fields, "t");
    for (const SortKey& key : query.sort) columns.append(", ").append(key_expression(key));
    if (shape == Shape::gather) return gather_statement(query, conditions, segment, limit, dialect, columns);
    db::Sql sql{"select " + columns, {}};
    append_from(sql, query, conditions, segment, conditions.visible);
    sql.text.append(" order by ").append(order_text(query, dialect, false));
    sql.text.append(" limit ").append(std::to_string(limit));
    return sql;
}

}  // namespace clientela::record
