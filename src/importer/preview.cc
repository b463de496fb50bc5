// SPDX-License-Identifier: Apache-2.0
// Guesses fields by names alone: field name, label in Spanish or English, a few words people use
// for them.
#include "importer/preview.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include <boost/json.hpp>

#include "base/message.h"
#include "base/text.h"

namespace clientela::importer {

namespace {

using schema::FieldType;

constexpr std::size_t kRows = 5;
constexpr std::size_t kSamples = 3;
constexpr std::size_t kFaults = 20;

// Letters and digits of the folded text: "Código postal" and "codigo_postal" agree.
std::string plain(std::string_view text) {
    std::string letters;
    for (const char c : fold(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || byte >= 0x80) {
            letters.push_back(c);
        }
    }
    return letters;
}

std::string_view without_id(std::string_view name) {
    return name.ends_with("_id") ? name.substr(0, name.size() - 3) : name;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kSynonyms = {
    {{"empresa", "name"},        {"company", "name"},         {"companyname", "name"},
     {"razonsocial", "name"},    {"cif", "tax_number"},       {"nif", "tax_number"},
     {"vat", "tax_number"},      {"rfc", "tax_number"},       {"industry", "sector"},
     {"industria", "sector"},    {"facturacion", "revenue"},  {"turnover", "revenue"},
     {"plantilla", "employees"}, {"responsable", "owner_id"}, {"comercial", "owner_id"},
     {"salesrep", "owner_id"},   {"owner", "owner_id"},       {"parentcompany", "parent_id"},
     {"matriz", "parent_id"},    {"importe", "amount"},       {"value", "amount"},
     {"etapa", "stage_id"}}};

bool may_be_filled(const schema::Field& field) {
    const bool owner =
        field.name == "owner_id" || field.name == "team_id" || field.name == "territory_id";
    return !field.secret && !field.read_only && field.type != FieldType::json &&
           (!field.standard || owner);
}

bool agrees(const std::string& header, const schema::Field& field) {
    return header == plain(field.name) || header == plain(without_id(field.name)) ||
           header == plain(field.label.es) || header == plain(field.label.en);
}

bool nearly_agrees(const std::string& header, const schema::Field& field) {
    constexpr std::size_t kShortest = 4;
    for (const std::string& name :
         {plain(without_id(field.name)), plain(field.label.es), plain(field.label.en)}) {
        if (name.size() < kShortest || header.size() < kShortest) continue;
        if (header.find(name) != std::string::npos || name.find(header) != std::string::npos) {
            return true;
        }
    }
    return std::any_of(kSynonyms.begin(), kSynonyms.end(), [&](const auto& pair) {
        return pair.first == header && pair.second == field.name;
    });
}

class Guesser {
public:
    explicit Guesser(const schema::Object& object) : object_(object) {}

    void guess(std::vector<PreviewColumn>& columns) {
        for (PreviewColumn& column : columns)
            choose(column, Confidence::sure, agrees);
        for (PreviewColumn& column : columns) {
            if (column.field.empty()) choose(column, Confidence::probable, nearly_agrees);
        }
    }

private:
    template <class Test>
    void choose(PreviewColumn& column, Confidence confidence, const Test& test) {
        const std::string header = plain(column.column);
        for (const schema::Field& field : object_.fields) {
            if (!may_be_filled(field) || taken_.contains(field.name) || !test(header, field))
                continue;
            taken_.insert(field.name);
            column.field = field.name;
            column.confidence = confidence;
            column.is_link = field.type == FieldType::link;
            if (column.is_link) column.match = field.target_object->title;
            return;
        }
    }
    const schema::Object& object_;
    std::unordered_set<std::string> taken_;
};

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

bool is_numeric(FieldType type) {
    return type == FieldType::integer || type == FieldType::decimal || type == FieldType::money;
}

bool is_dated(FieldType type) { return type == FieldType::date || type == FieldType::instant; }

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
    Guesser(object).guess(seen.columns);
    FormWatch forms = watch_forms(seen, object, context);
    TableRow row;
    while (TRY(table->next(row))) {
        look_at_row(row, seen);
        forms.see(row);
    }
    take_forms(forms, seen);
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
