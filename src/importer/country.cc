// SPDX-License-Identifier: Apache-2.0
// Country names as ICU knows them in Spanish and English, folded, read once.
#include <unordered_map>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "base/text.h"
#include "importer/cell.h"

namespace clientela::importer {

namespace {

using Countries = std::unordered_map<std::string, std::string>;

Countries load_countries() {
    Countries countries;
    for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
        const icu::Locale country("", *code);
        for (const char* language : {"es", "en"}) {
            icu::UnicodeString name;
            country.getDisplayCountry(icu::Locale(language), name);
            std::string text;
            name.toUTF8String(text);
            countries.emplace(fold(text), *code);
        }
        countries.emplace(fold(country.getISO3Country()), *code);
        countries[fold(*code)] = *code;
    }
    return countries;
}

}  // namespace

std::string country_code(std::string_view text) {
    static const Countries countries = load_countries();
    const auto found = countries.find(fold(trim(text)));
    return found == countries.end() ? std::string() : found->second;
}

}  // namespace clientela::importer
