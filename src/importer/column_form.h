// SPDX-License-Identifier: Apache-2.0
// How a column writes its numbers and dates where the mapping leaves that open: told from all of
// its cells. Where two readings are possible the rest of the file decides, then its separator; that
// one was taken is always said.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "importer/cell.h"
#include "importer/date_shape.h"
#include "importer/mapping.h"
#include "importer/table.h"

namespace clientela::importer {

bool is_numeric(schema::FieldType type);
bool is_dated(schema::FieldType type);  // a day or a moment

struct ColumnForm {
    std::size_t place = 0;  // of the column, as it was added
    std::string column;
    std::string field;
    char decimal_sign = 0;  // of numbers; 0: the form of a date
    std::string format;     // of dates and moments
    bool assumed = false;   // another reading was possible
    std::string cell;       // an example, and how it is read
    std::string read_as;
    std::string otherwise;  // when assumed: the other reading
    bool mostly = false;    // more than half of the cells are so
};

// One column while its cells pass by.
class ColumnWatch {
public:
    ColumnWatch(BoundColumn column, std::size_t place);
    void see(std::string_view cell, const CellContext& context);
    // What the cells alone say: the decimal sign, or 'd' or 'M' for what comes first in a date; 0:
    // nothing.
    char sure() const;
    bool is_number() const { return number_; }
    // A column that goes nowhere, or to a text, says nothing about the others.
    bool decides() const { return !column_.field->name.empty(); }
    std::size_t cell() const { return column_.cell; }
    // Nothing where there is nothing to tell: whole numbers, dates as ISO 8601 writes them.
    std::optional<ColumnForm> settle(char of_others, char delimiter) const;

private:
    struct Dates {
        std::int64_t cells = 0;
        std::int64_t day_first = 0;  // cells that cannot be read otherwise
        std::int64_t month_first = 0;
        std::string example;
    };
    void see_number(std::string_view text, const CellContext& context);
    void see_date(std::string_view text, const CellContext& context);
    bool reads(std::string_view text, char sign, const CellContext& context) const;
    const std::pair<const DateShape, Dates>* usual() const;
    std::optional<ColumnForm> settle_number(char of_others, char delimiter) const;
    std::optional<ColumnForm> settle_date(char of_others) const;

    BoundColumn column_;
    std::size_t place_ = 0;
    bool number_ = false;
    std::int64_t seen_ = 0;
    std::int64_t readable_ = 0;
    // Of numbers, [0] for the point and [1] for the comma before the decimals.
    std::array<std::int64_t, 2> only_{};     // cells that are no number otherwise
    std::array<std::int64_t, 2> fitting_{};  // the field takes only this of both readings
    std::array<std::string, 2> examples_;    // of only_
    std::string open_example_;               // the first cell with both readings
    std::map<DateShape, Dates> dates_;
};

// The columns of one file.
class FormWatch {
public:
    FormWatch(CellContext context, char delimiter)
        : context_(std::move(context)), delimiter_(delimiter) {}
    void add(BoundColumn column, std::size_t place);
    void add_open(std::span<const BoundColumn> columns);  // those that the mapping leaves open
    bool idle() const { return watches_.empty(); }
    void see(const TableRow& row);
    std::vector<ColumnForm> settle() const;

private:
    char of_all(bool numbers) const;

    CellContext context_;
    char delimiter_;  // 0: JSON, where a point stands before decimals
    std::vector<ColumnWatch> watches_;
};

// As if the mapping had said so; the forms came of add_open().
void apply_forms(std::span<const ColumnForm> forms, std::span<BoundColumn> columns);

std::string to_json(const ColumnForm& form);
std::string to_json(std::span<const ColumnForm> forms);
std::vector<ColumnForm> parse_forms(std::string_view text);  // what the last one wrote

}  // namespace clientela::importer
