// SPDX-License-Identifier: Apache-2.0
#include "importer/column_form.h"

#include <algorithm>

#include <boost/json.hpp>

#include "base/ascii.h"
#include "base/text.h"

namespace clientela::importer {
namespace {

namespace json = boost::json;
using schema::FieldType;

constexpr std::array<char, 2> kSigns = {'.', ','};

// The number of a cell without its currency.
std::optional<std::string> number_in(std::string_view text, char sign) {
    take_currency(text);
    return plain_number(text, sign);
}

std::string day_read(std::string_view text, const std::string& pattern) {
    std::int32_t seconds = 0;
    const auto day = parse_by_pattern(text, pattern, seconds);
    const auto date = day ? make_date(day->year, day->month, day->day) : std::nullopt;
    return date ? to_string(*date) : std::string();
}

}  // namespace

bool is_numeric(FieldType type) {
    return type == FieldType::integer || type == FieldType::decimal || type == FieldType::money;
}

bool is_dated(FieldType type) { return type == FieldType::date || type == FieldType::instant; }

ColumnWatch::ColumnWatch(BoundColumn column, std::size_t place)
    : column_(std::move(column)), place_(place), number_(is_numeric(column_.field->type)) {}

bool ColumnWatch::reads(std::string_view text, char sign, const CellContext& context) const {
    BoundColumn tried = column_;
    tried.how.decimal_sign = sign;
    return parse_cell(tried, text, context).ok();
}

void ColumnWatch::see(std::string_view cell, const CellContext& context) {
    const std::string_view text = after_alias(column_.how, cell);
    if (text.empty()) return;
    ++seen_;
    if (!is_digit(text.front()) && !is_digit(text.back())) return;
    number_ ? see_number(text, context) : see_date(text, context);
}

void ColumnWatch::see_number(std::string_view text, const CellContext& context) {
    const bool point = number_in(text, '.').has_value();
    const bool comma = number_in(text, ',').has_value();
    if (point || comma) ++readable_;
    if (point == comma) {
        if (!point || text.find_first_of(".,") == std::string_view::npos) return;
        if (open_example_.empty()) open_example_ = text;
        const bool fits_point = reads(text, '.', context);
        if (fits_point != reads(text, ',', context)) ++fitting_[fits_point ? 0 : 1];
        return;
    }
    const std::size_t which = point ? 0 : 1;
    if (only_[which]++ == 0) examples_[which] = text;
}

void ColumnWatch::see_date(std::string_view text, const CellContext& context) {
    if (parse_cell(column_, text, context).ok()) {
        ++readable_;
        return;
    }
    const auto shape = date_shape_of(text);
    if (!shape) return;
    const bool day_first = !day_read(text, pattern_of(*shape, 'd')).empty();
    const bool month_first = !day_read(text, pattern_of(*shape, 'M')).empty();
    if (!day_first && !month_first) return;
    ++readable_;
    Dates& dates = dates_[*shape];
    ++dates.cells;
    if (day_first != month_first) ++(day_first ? dates.day_first : dates.month_first);
    if (dates.example.empty()) dates.example = text;
}

// The shape of most dates; before those that begin with the year, because it also says what comes
// first in the others.
const std::pair<const DateShape, ColumnWatch::Dates>* ColumnWatch::usual() const {
    const auto most =
        std::max_element(dates_.begin(), dates_.end(), [](const auto& one, const auto& other) {
            if (one.first.year_first != other.first.year_first) return one.first.year_first;
            return one.second.cells < other.second.cells;
        });
    return most == dates_.end() ? nullptr : &*most;
}

char ColumnWatch::sure() const {
    if (number_) {
        if (only_[0] == only_[1]) return 0;
        return kSigns[only_[0] > only_[1] ? 0 : 1];
    }
    std::int64_t more_day_first = 0;
    for (const auto& [shape, dates] : dates_) {
        if (!shape.year_first) more_day_first += dates.day_first - dates.month_first;
    }
    if (more_day_first == 0) return 0;
    return more_day_first > 0 ? 'd' : 'M';
}

std::optional<ColumnForm> ColumnWatch::settle_number(char of_others, char delimiter) const {
    ColumnForm form;
    form.decimal_sign = sure();
    if (form.decimal_sign != 0) {
        form.cell = examples_[form.decimal_sign == '.' ? 0 : 1];
    } else if (open_example_.empty()) {
        return std::nullopt;
    } else {
        form.assumed = true;
        form.cell = open_example_;
        form.decimal_sign = of_others;
        if (form.decimal_sign == 0 && delimiter != 0 && fitting_[0] != fitting_[1])
            form.decimal_sign = kSigns[fitting_[0] > fitting_[1] ? 0 : 1];
        if (form.decimal_sign == 0) form.decimal_sign = delimiter == ';' ? ',' : '.';
    }
    form.read_as = number_in(form.cell, form.decimal_sign).value_or("");
    if (form.assumed)
        form.otherwise = number_in(form.cell, form.decimal_sign == '.' ? ',' : '.').value_or("");
    return form;
}

std::optional<ColumnForm> ColumnWatch::settle_date(char of_others) const {
    const auto* dates = usual();
    if (dates == nullptr) return std::nullopt;
    ColumnForm form;
    char first = sure();
    form.assumed = first == 0 && !dates->first.year_first;
    if (first == 0) first = of_others == 0 ? 'd' : of_others;
    form.format = pattern_of(dates->first, first);
    form.cell = dates->second.example;
    form.read_as = day_read(form.cell, form.format);
    if (form.assumed)
        form.otherwise = day_read(form.cell, pattern_of(dates->first, first == 'd' ? 'M' : 'd'));
    return form;
}

std::optional<ColumnForm> ColumnWatch::settle(char of_others, char delimiter) const {
    auto form = number_ ? settle_number(of_others, delimiter) : settle_date(of_others);
    if (!form) return form;
    form->place = place_;
    form->column = column_.how.column;
    form->field = column_.field->name;
    form->mostly = readable_ * 2 > seen_;
    return form;
}

void FormWatch::add(BoundColumn column, std::size_t place) {
    watches_.emplace_back(std::move(column), place);
}

void FormWatch::add_open(std::span<const BoundColumn> columns) {
    for (std::size_t place = 0; place < columns.size(); ++place) {
        const BoundColumn& column = columns[place];
        if (column.field == nullptr || column.target != nullptr || !column.parts.empty()) continue;
        const bool number = is_numeric(column.field->type) && column.how.decimal_sign == 0;
        const bool date = is_dated(column.field->type) && column.how.format.empty();
        if (number || date) add(column, place);
    }
}

void FormWatch::see(const TableRow& row) {
    if (row.broken) return;
    for (ColumnWatch& watch : watches_)
        watch.see(row.cells[watch.cell()], context_);
}

// What the columns say that leave no doubt; 0 when they contradict each other.
char FormWatch::of_all(bool numbers) const {
    char said = 0;
    for (const ColumnWatch& watch : watches_) {
        const bool asked = watch.is_number() == numbers && watch.decides();
        const char sure = asked ? watch.sure() : char{0};
        if (sure == 0) continue;
        if (said != 0 && said != sure) return 0;
        said = sure;
    }
    return said;
}

std::vector<ColumnForm> FormWatch::settle() const {
    std::vector<ColumnForm> forms;
    for (const ColumnWatch& watch : watches_) {
        if (auto form = watch.settle(of_all(watch.is_number()), delimiter_))
            forms.push_back(std::move(*form));
    }
    return forms;
}

void apply_forms(std::span<const ColumnForm> forms, std::span<BoundColumn> columns) {
    for (const ColumnForm& form : forms) {
        const auto column =
            std::find_if(columns.begin(), columns.end(), [&](const BoundColumn& one) {
                return one.how.column == form.column && one.field != nullptr &&
                       one.field->name == form.field;
            });
        if (column == columns.end()) continue;
        ColumnMapping& how = column->how;
        if (form.decimal_sign != 0) {
            how.decimal_sign = form.decimal_sign;
        } else {
            how.format = form.format;
        }
    }
}

std::string to_json(const ColumnForm& form) {
    json::object out;
    out["column"] = form.column;
    out["field"] = form.field;
    if (form.decimal_sign != 0) {
        out["decimal"] = std::string(1, form.decimal_sign);
    } else {
        out["format"] = form.format;
    }
    out["assumed"] = form.assumed;
    out["cell"] = form.cell;
    out["read_as"] = form.read_as;
    if (form.assumed) out["otherwise"] = form.otherwise;
    return json::serialize(out);
}

std::string to_json(std::span<const ColumnForm> forms) {
    std::string text = "[";
    for (const ColumnForm& form : forms)
        text += (text.size() > 1 ? "," : "") + to_json(form);
    return text + "]";
}

std::vector<ColumnForm> parse_forms(std::string_view text) {
    std::vector<ColumnForm> forms;
    boost::system::error_code failed;
    const json::value document = json::parse({text.data(), text.size()}, failed);
    if (failed || !document.is_array()) return forms;
    for (const json::value& value : document.get_array()) {
        const json::object* object = value.if_object();
        if (object == nullptr) continue;
        const auto word = [&](const char* name) {
            const json::value* found = object->if_contains(name);
            return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                          : std::string();
        };
        ColumnForm form;
        form.column = word("column");
        form.field = word("field");
        const std::string sign = word("decimal");
        if (!sign.empty()) form.decimal_sign = sign.front();
        form.format = word("format");
        const json::value* assumed = object->if_contains("assumed");
        form.assumed = assumed != nullptr && assumed->is_bool() && assumed->get_bool();
        form.cell = word("cell");
        form.read_as = word("read_as");
        form.otherwise = word("otherwise");
        forms.push_back(std::move(form));
    }
    return forms;
}

}  // namespace clientela::importer
