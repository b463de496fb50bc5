// SPDX-License-Identifier: Apache-2.0
// Decimals and money are scaled integers in the table; strings that sort also keep their sort key.
#include "record/columns.h"

#include "base/text.h"

namespace clientela::record {
namespace {

using schema::Field;
using schema::FieldType;

struct ToBind {
    db::Bind operator()(std::monostate) const { return std::monostate{}; }
    db::Bind operator()(bool value) const { return value; }
    db::Bind operator()(std::int64_t value) const { return value; }
    db::Bind operator()(const Decimal& value) const { return value.unscaled; }
    db::Bind operator()(const Money& value) const { return value.minor; }
    db::Bind operator()(const std::string& value) const { return value; }
    db::Bind operator()(Date value) const { return value; }
    db::Bind operator()(Instant value) const { return value; }
    db::Bind operator()(Id value) const { return value.value; }
};

}  // namespace

int column_count(const Field& field) { return field.type == FieldType::money ? 2 : 1; }

int append_columns(std::string& text, const Field& field, std::string_view alias) {
    text.append(alias).append(".").append(field.name);
    if (field.type != FieldType::money) return 1;
    text.append(", ").append(alias).append(".").append(field.name).append("_currency");
    return 2;
}

Value read_value(const Field& field, const db::Row& row, int column) {
    if (row.is_null(column)) return {};
    switch (field.type) {
        case FieldType::integer: return row.integer(column);
        case FieldType::decimal: return Decimal{row.integer(column), field.scale};
        case FieldType::money: return Money{row.integer(column), std::string(row.text(column + 1))};
        case FieldType::boolean: return row.boolean(column);
        case FieldType::date: return row.date(column);
        case FieldType::instant: return row.instant(column);
        case FieldType::id:
        case FieldType::link:
        case FieldType::reference: return Id{row.integer(column)};
        case FieldType::string:
        case FieldType::text:
        case FieldType::option:
        case FieldType::json: return std::string(row.text(column));
    }
    return {};
}

void append_stored(std::vector<StoredColumn>& columns, const Field& field, const Value& value) {
    columns.push_back({field.name, bind(value)});
    if (field.type == FieldType::money) {
        const auto* money = std::get_if<Money>(&value);
        columns.push_back({field.name + "_currency", money != nullptr
                                                         ? db::Bind{money->currency}
                                                         : db::Bind{std::monostate{}}});
    }
    if (field.sortable && field.type == FieldType::string) {
        const auto* text = std::get_if<std::string>(&value);
        columns.push_back({field.name + "_sort", text != nullptr ? db::Bind{sort_key(*text)}
                                                                 : db::Bind{std::monostate{}}});
    }
}

db::Bind bind(const Value& value) { return std::visit(ToBind{}, value); }

}  // namespace clientela::record
