// SPDX-License-Identifier: Apache-2.0
#include "importer/guess.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/ascii.h"
#include "base/text.h"

namespace clientela::importer {
namespace {

using schema::FieldType;

// Letters and digits of the folded text: "Código postal" and "codigo_postal" agree.
std::string plain(std::string_view text) {
    std::string letters;
    for (const char c : fold(text)) {
        if (is_digit(c) || is_lower(c) || static_cast<unsigned char>(c) >= 0x80) {
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

}  // namespace

std::vector<Guess> guess_fields(const std::vector<std::string>& headings,
                                const schema::Object& object) {
    std::vector<Guess> guesses(headings.size());
    std::unordered_set<const schema::Field*> taken;
    const auto choose = [&](Confidence confidence, const auto& test) {
        for (std::size_t i = 0; i < headings.size(); ++i) {
            if (guesses[i].field != nullptr) continue;
            const std::string heading = plain(headings[i]);
            for (const schema::Field& field : object.fields) {
                if (!may_be_filled(field) || taken.contains(&field) || !test(heading, field))
                    continue;
                taken.insert(&field);
                guesses[i] = {&field, confidence, headings[i] == field.name};
                break;
            }
        }
    };
    choose(Confidence::sure, agrees);
    choose(Confidence::probable, nearly_agrees);
    return guesses;
}

}  // namespace clientela::importer
