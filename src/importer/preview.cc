// SPDX-License-Identifier: Apache-2.0
// One pass over the file: what its columns are called, hold and how they write it.
#include "importer/preview.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "base/message.h"
#include "base/text.h"

namespace clientela::importer {

namespace {

using schema::FieldType;

constexpr std::size_t kRows = 5;
constexpr std::size_t kSamples = 3;
constexpr std::size_t kFaults = 20;
// How columns are written is told from so many rows; the others are counted, because somebody
// waits.
constexpr std::int64_t kWatchedRows = 100'000;

// A column that no field was guessed for may still become one of numbers or dates.
const schema::Field& plain_field(FieldType type) {
    const auto make = [](FieldType made) {
        constexpr std::int32_t kScaleMax = 6;
        schema::Field field;
        field.type = made;
        field.scale = made == FieldType::decimal ? kScaleMax : 0;
        return field;
    };
    static const schema::Field number = make(FieldType::decimal);
    static const schema::Field date = make(FieldType::date);
    return type == FieldType::decimal ? number : date;
}

// Each column is watched as one of numbers and as one of dates.
FormWatch watch_forms(const Preview& seen, const schema::Object& object,
                      const CellContext& context) {
    FormWatch watch(context, seen.delimiter.empty() ? char{0} : seen.delimiter.front());
    for (std::size_t i = 0; i < seen.columns.size(); ++i) {
        const schema::Field* field = object.find_field(seen.columns[i].field);
        BoundColumn column;
        column.cell = i;
        column.how.column = seen.columns[i].column;
        const bool number = field != nullptr && is_numeric(field->type);
        const bool date = field != nullptr && is_dated(field->type);
        column.field = number ? field : &plain_field(FieldType::decimal);
        watch.add(column, i);
        column.field = date ? field : &plain_field(FieldType::date);
        watch.add(std::move(column), i);
    }
    return watch;
}

void take_guesses(const std::vector<Guess>& guesses, Preview& seen) {
    for (std::size_t i = 0; i < guesses.size(); ++i) {
        const schema::Field* field = guesses[i].field;
        if (field == nullptr) continue;
        PreviewColumn& column = seen.columns[i];
        column.field = field->name;
        column.confidence = guesses[i].confidence;
        column.is_link = field->type == FieldType::link;
        if (column.is_link) column.match = field->target_object->title;
    }
}

void take_forms(const FormWatch& watch, Preview& seen) {
    for (ColumnForm& form : watch.settle()) {
        PreviewColumn& column = seen.columns[form.place];
        if (!form.mostly) continue;
        (form.decimal_sign != 0 ? column.number : column.date) = std::move(form);
    }
}

void look_at_row(const TableRow& row, Preview& seen) {
    ++seen.count;
    if (row.broken) {
        if (seen.faults.size() < kFaults) seen.faults.push_back({row.number, *row.broken});
        return;
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        std::vector<std::string>& samples = seen.columns[i].samples;
        const std::string_view text = trim(row.cells[i]);
        if (!text.empty() && samples.size() < kSamples) samples.emplace_back(text);
    }
    if (seen.rows.size() < kRows) seen.rows.push_back(row.cells);
}

boost::json::value form_json(const ColumnForm& form) {
    boost::json::object out = boost::json::parse(to_json(form)).as_object();
    out.erase("column");
    out.erase("field");
    return out;
}

}  // namespace

Result<Preview> preview(const std::filesystem::path& file, const TableOptions& options,
                        const schema::Object& object, const CellContext& context) {
    const auto table = TRY(open_table(file, options));
    Preview seen;
    seen.encoding = table->encoding();
    if (table->delimiter() != 0) seen.delimiter = std::string(1, table->delimiter());
    for (const std::string& name : table->columns())
        seen.columns.emplace_back().column = name;
    take_guesses(guess_fields(table->columns(), object), seen);
    FormWatch forms = watch_forms(seen, object, context);
    TableRow row;
    while (TRY(table->next(row))) {
        look_at_row(row, seen);
        if (seen.count <= kWatchedRows) forms.see(row);
    }
    take_forms(forms, seen);
    if (table->short_end() > 0) {
        seen.faults.push_back(
            {table->short_end(), FieldError{"", "row_cut_off", Message{"field.row_cut_off", {}}}});
    }
    return seen;
}

std::string to_json(const Preview& preview, Language language) {
    namespace json = boost::json;
    constexpr std::array<std::string_view, 3> kConfidence = {"sure", "probable", "choose"};
    json::array columns;
    for (const PreviewColumn& column : preview.columns) {
        json::object out;
        out["name"] = column.column;
        out["samples"] = json::value_from(column.samples);
        out["field"] = column.field.empty() ? json::value() : json::value(column.field);
        if (column.is_link) out["match"] = column.match;
        if (column.number) out["number"] = form_json(*column.number);
        if (column.date) out["date"] = form_json(*column.date);
        out["confidence"] = kConfidence[static_cast<std::size_t>(column.confidence)];
        columns.push_back(std::move(out));
    }
    json::array faults;
    for (const PreviewFault& fault : preview.faults) {
        faults.push_back(json::object{{"row", fault.row},
                                      {"code", fault.error.code},
                                      {"message", localize(fault.error.message, language)}});
    }
    json::object out;
    out["encoding"] = preview.encoding;
    out["separator"] = preview.delimiter;
    out["rows"] = preview.count;
    out["columns"] = std::move(columns);
    out["sample_rows"] = json::value_from(preview.rows);
    out["faults"] = std::move(faults);
    return json::serialize(out);
}

}  // namespace clientela::importer
