// SPDX-License-Identifier: Apache-2.0
// The tables that a set of definitions asks for, as plain data without SQL: what migrate.h
// compares. The layout last applied is kept in the store, so that a change is found
// definition-to-definition and the catalogue of the database is never read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "schema/schema.h"

namespace clientela::schema {

enum class ColumnKind { integer, text, boolean, date, instant, serial };

struct Column {
    std::string name;
    ColumnKind kind = ColumnKind::text;
    bool required = false;
    std::string
        sort_key_of;  // the string column whose sort key this one keeps; empty for all others
    bool operator==(const Column&) const = default;
};

struct Index {
    std::string name;
    std::vector<std::string> columns;  // a leading - descends
    std::string only_set;              // a column: the index holds only rows where it is not null
    bool only_postgres = false;        // SQLite needs it not
    bool nulls_first = false;  // PostgreSQL: as lists are sorted; SQLite does not know it otherwise
    bool operator==(const Index&) const = default;
};

struct Table {
    std::string name;
    std::vector<Column> columns;
    std::vector<std::string> key;
    std::vector<Index> indexes;

    const Column* find_column(std::string_view column) const;
    bool operator==(const Table&) const = default;
};

// Remembers which field an id stands for, for ever: ids go to the change log and are never used
// again.
struct FieldMark {
    std::uint16_t object_id = 0;
    std::uint16_t field_id = 0;
    std::string name;  // accounts.revenue
    bool operator==(const FieldMark&) const = default;
};

struct StoreLayout {
    std::vector<Table> tables;
    std::vector<FieldMark> fields;

    const Table* find_table(std::string_view table) const;
    bool operator==(const StoreLayout&) const = default;
};

// Tables of all objects, their link tables and the tables of the engine itself.
StoreLayout layout_of(const Schema& schema);

// Columns of records that the engine always fills; any other one may be null.
bool is_always_filled(std::string_view column);

// The name that the index over these columns gets; never longer than PostgreSQL allows.
std::string index_name(std::string_view table, const std::vector<std::string>& columns);

std::string to_json(const StoreLayout& layout);
Result<StoreLayout> parse_layout(std::string_view json);

}  // namespace clientela::schema
