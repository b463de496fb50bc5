// SPDX-License-Identifier: Apache-2.0
// Parses a row by its mapping; all mistakes of a row are collected.
#include "importer/row.h"

#include <algorithm>

#include "base/text.h"

namespace clientela::importer {

namespace {

std::vector<std::string> parts_of(const BoundColumn& column, std::string_view text) {
    std::vector<std::string> parts;
    const std::string& separator = column.how.separator;
    if (column.many == nullptr || separator.empty()) {
        parts.emplace_back(text);
        return parts;
    }
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(separator, start), text.size());
        const std::string_view part = after_alias(column.how, text.substr(start, end - start));
        if (!part.empty()) parts.emplace_back(part);
        start = end + separator.size();
    }
    return parts;
}

void take(const BoundColumn& column, std::string_view text, const CellContext& context,
          bool only_on_creation, ParsedRow& row) {
    if (column.target != nullptr) {
        row.links.push_back({&column, parts_of(column, text), only_on_creation});
        return;
    }
    auto value = parse_cell(column, text, context);
    if (!value.ok()) {
        for (FieldError& error : value.error().fields)
            row.errors.push_back(std::move(error));
        return;
    }
    auto& values = only_on_creation ? row.creation_values : row.values;
    values.emplace_back(column.field, std::move(*value));
}

// The texts of a template's cells, with the aliases of their own columns. Signs that are left
// standing at either end because a cell is empty go away: " · GTX Pro" becomes "GTX Pro".
std::string expand(const BoundMapping& mapping, const BoundColumn& column, const ParsedRow& row) {
    std::string text;
    std::string joint;
    for (const TemplatePart& part : column.parts) {
        if (!part.cell) {
            joint = text.empty() ? std::string() : part.text;
            continue;
        }
        std::string_view cell = trim(row.cells[*part.cell]);
        for (const BoundColumn& other : mapping.columns) {
            if (other.cell == *part.cell && other.parts.empty())
                cell = after_alias(other.how, cell);
        }
        if (cell.empty()) continue;
        text += joint;
        text += cell;
        joint.clear();
    }
    return text;
}

// Whether all cells of the column stand in the file. What a short row does not say is no empty
// cell: a line that was cut must not empty or reset what a record holds.
bool is_given(const BoundColumn& column, const ParsedRow& row) {
    if (column.parts.empty()) return column.cell < row.given;
    return std::all_of(column.parts.begin(), column.parts.end(), [&](const TemplatePart& part) {
        return !part.cell || *part.cell < row.given;
    });
}

void take_cell(const BoundMapping& mapping, const BoundColumn& column, const CellContext& context,
               ParsedRow& row) {
    const std::string expanded = expand(mapping, column, row);
    std::string_view text =
        column.parts.empty() ? after_alias(column.how, row.cells[column.cell]) : expanded;
    const bool missing = text.empty() && !is_given(column, row);
    const bool clears = column.how.empty == EmptyCell::clear;
    if (text.empty()) text = column.how.default_text;
    if (missing && (clears || !text.empty())) row.left_as_it_was = true;
    if (!text.empty()) {
        take(column, text, context, missing, row);
    } else if (clears && !missing) {
        if (column.many != nullptr) {
            row.links.push_back({&column, {}, false});
        } else {
            row.values.emplace_back(column.field, Value{});
        }
    }
}

}  // namespace

ParsedRow parse_row(const BoundMapping& mapping, const CellContext& context, TableRow row) {
    ParsedRow parsed;
    parsed.number = row.number;
    parsed.cells = std::move(row.cells);
    parsed.given = row.given;
    if (row.broken) {
        parsed.unreadable = true;
        parsed.errors.push_back(std::move(*row.broken));
        return parsed;
    }
    for (const BoundColumn& column : mapping.columns)
        take_cell(mapping, column, context, parsed);
    for (const BoundColumn& column : mapping.defaults) {
        take(column, column.how.default_text, context, true, parsed);
    }
    return parsed;
}

std::string cell_of(const BoundMapping& mapping, const ParsedRow& row, const std::string& field) {
    for (const BoundColumn& column : mapping.columns) {
        const bool feeds =
            column.many != nullptr ? column.many->name == field : column.field->name == field;
        if (feeds) return row.cells[column.cell];
    }
    return {};
}

}  // namespace clientela::importer
