// SPDX-License-Identifier: Apache-2.0
// Guesses by names alone: field name, label in Spanish or English, a few words people use for them.
#include "importer/preview.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include <boost/json.hpp>

#include "base/text.h"
#include "importer/cell.h"

namespace clientela::importer {

namespace {

using schema::FieldType;

constexpr int kRows = 5;
constexpr int kRowsForPatterns = 500;
constexpr std::size_t kSamples = 3;

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

}  // namespace

std::string date_pattern(const std::vector<std::string>& samples) {
    constexpr std::array<std::string_view, 8> kPatterns = {"yyyy-MM-dd", "dd/MM/yyyy", "MM/dd/yyyy",
                                                           "yyyy/MM/dd", "dd-MM-yyyy", "dd.MM.yyyy",
                                                           "MM-dd-yyyy", "dd/MM/yy"};
    std::string found;
    for (const std::string_view pattern : kPatterns) {
        std::int32_t seconds = 0;
        const bool fits = !samples.empty() &&
                          std::all_of(samples.begin(), samples.end(), [&](const std::string& text) {
                              return parse_by_pattern(text, pattern, seconds).has_value();
                          });
        if (fits && !found.empty()) return {};
        if (fits) found = pattern;
    }
    return found;
}

Result<Preview> preview(const std::filesystem::path& file, const TableOptions& options,
                        const schema::Object& object) {
    const auto table = TRY(open_table(file, options));
    Preview seen;
    seen.encoding = table->encoding();
    if (table->delimiter() != 0) seen.delimiter = std::string(1, table->delimiter());
    for (const std::string& name : table->columns())
        seen.columns.push_back({name, {}, "", false, "", "", {}});
    for (PreviewColumn& column : seen.columns)
        column.confidence = Confidence::choose;
    std::vector<std::vector<std::string>> texts(seen.columns.size());
    TableRow row;
    for (int count = 0; count < kRowsForPatterns && TRY(table->next(row)); ++count) {
        if (row.broken) continue;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string text(trim(row.cells[i]));
            if (!text.empty()) texts[i].push_back(text);
        }
        if (seen.rows.size() < kRows) seen.rows.push_back(row.cells);
    }
    Guesser(object).guess(seen.columns);
    for (std::size_t i = 0; i < seen.columns.size(); ++i) {
        PreviewColumn& column = seen.columns[i];
        const schema::Field* field = object.find_field(column.field);
        const bool dated = field != nullptr &&
                           (field->type == FieldType::date || field->type == FieldType::instant);
        if (dated) column.format = date_pattern(texts[i]);
        texts[i].resize(std::min(texts[i].size(), kSamples));
        column.samples = std::move(texts[i]);
    }
    return seen;
}

std::string to_json(const Preview& preview) {
    namespace json = boost::json;
    constexpr std::array<std::string_view, 3> kConfidence = {"sure", "probable", "choose"};
    json::array columns;
    for (const PreviewColumn& column : preview.columns) {
        json::object out;
        out["name"] = column.column;
        out["samples"] = json::value_from(column.samples);
        out["field"] = column.field.empty() ? json::value() : json::value(column.field);
        if (column.is_link) out["match"] = column.match;
        if (!column.format.empty()) out["format"] = column.format;
        out["confidence"] = kConfidence[static_cast<std::size_t>(column.confidence)];
        columns.push_back(std::move(out));
    }
    json::object out;
    out["encoding"] = preview.encoding;
    out["separator"] = preview.delimiter;
    out["columns"] = std::move(columns);
    out["sample_rows"] = json::value_from(preview.rows);
    return json::serialize(out);
}

}  // namespace clientela::importer
