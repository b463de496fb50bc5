// SPDX-License-Identifier: Apache-2.0
// The layout as it is kept in the store: compact JSON, the same text for the same layout.
#include <array>
#include <utility>

#include <boost/json.hpp>

#include "schema/layout.h"

namespace clientela::schema {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 6> kKinds{"integer", "text",    "boolean",
                                                 "date",    "instant", "serial"};

std::string_view kind_name(ColumnKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

ColumnKind parse_kind(std::string_view name) {
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        if (kKinds[i] == name) return static_cast<ColumnKind>(i);
    }
    throw std::invalid_argument("kind of column");
}

json::array names(const std::vector<std::string>& list) {
    return json::array(list.begin(), list.end());
}

std::vector<std::string> names(const json::value& value) {
    std::vector<std::string> list;
    for (const json::value& name : value.as_array())
        list.emplace_back(name.as_string());
    return list;
}

json::object write(const Table& table) {
    json::array columns;
    for (const Column& column : table.columns) {
        columns.push_back(
            json::array{column.name, kind_name(column.kind), column.required, column.sort_key_of});
    }
    json::array indexes;
    for (const Index& index : table.indexes) {
        indexes.push_back(json::array{index.name, names(index.columns), index.only_set,
                                      index.only_postgres, index.nulls_first});
    }
    return {{"name", table.name},
            {"columns", columns},
            {"key", names(table.key)},
            {"indexes", indexes}};
}

Table read_table(const json::object& source) {
    Table table;
    table.name = source.at("name").as_string();
    for (const json::value& element : source.at("columns").as_array()) {
        const json::array& column = element.as_array();
        table.columns.push_back({std::string(column.at(0).as_string()),
                                 parse_kind(column.at(1).as_string()), column.at(2).as_bool(),
                                 std::string(column.at(3).as_string())});
    }
    table.key = names(source.at("key"));
    for (const json::value& element : source.at("indexes").as_array()) {
        const json::array& index = element.as_array();
        table.indexes.push_back({std::string(index.at(0).as_string()), names(index.at(1)),
                                 std::string(index.at(2).as_string()), index.at(3).as_bool(),
                                 index.size() > 4 && index.at(4).as_bool()});
    }
    return table;
}

StoreLayout read_layout(const json::object& source) {
    StoreLayout layout;
    for (const json::value& table : source.at("tables").as_array()) {
        layout.tables.push_back(read_table(table.as_object()));
    }
    for (const json::value& element : source.at("fields").as_array()) {
        const json::array& mark = element.as_array();
        layout.fields.push_back({mark.at(0).to_number<std::uint16_t>(),
                                 mark.at(1).to_number<std::uint16_t>(),
                                 std::string(mark.at(2).as_string())});
    }
    return layout;
}

}  // namespace

std::string to_json(const StoreLayout& layout) {
    json::array tables;
    for (const Table& table : layout.tables)
        tables.push_back(write(table));
    json::array fields;
    for (const FieldMark& mark : layout.fields) {
        fields.push_back(json::array{mark.object_id, mark.field_id, mark.name});
    }
    return json::serialize(
        json::object{{"tables", std::move(tables)}, {"fields", std::move(fields)}});
}

Result<StoreLayout> parse_layout(std::string_view text) {
    try {
        return read_layout(json::parse({text.data(), text.size()}).as_object());
    } catch (const std::exception& error) {
        return internal_error(std::string("the kept layout cannot be read: ") + error.what());
    }
}

}  // namespace clientela::schema
