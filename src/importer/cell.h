// SPDX-License-Identifier: Apache-2.0
// From the text of a cell to the value of a field: numbers with either decimal sign, dates in any
// stated order, options by value or label in Spanish or English, countries by name. Nothing is
// guessed where two readings are possible, and nothing is rounded.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "base/zone.h"
#include "importer/mapping.h"

namespace clientela::importer {

struct CellContext {
    std::string currency;  // of money without any
    Zone zone;             // of instants without a zone
};

// The alias of a cell, or the cell itself, trimmed.
std::string_view after_alias(const ColumnMapping& how, std::string_view cell);

// `text` is not empty. Errors are field errors named after the field.
Result<Value> parse_cell(const BoundColumn& column, std::string_view text,
                         const CellContext& context);

// A date by a pattern such as MM/dd/yyyy; the rest of the pattern stands for itself.
std::optional<CalendarDate> parse_by_pattern(std::string_view text, std::string_view pattern,
                                             std::int32_t& second_of_day);

// "1.234,50" with ',' gives "1234.50"; nothing when signs stand where no number has them.
std::optional<std::string> plain_number(std::string_view text, char decimal_sign);

// Takes a currency sign or code off either end and says which it was.
std::string take_currency(std::string_view& text);

// ISO 3166 code of a country by code or by its Spanish or English name; empty when unknown.
std::string country_code(std::string_view text);

}  // namespace clientela::importer
