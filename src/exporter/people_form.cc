// SPDX-License-Identifier: Apache-2.0
// By what ICU knows of the country: signs of figures, and what comes first in a date.
#include "exporter/people_form.h"

#include <memory>

#include <unicode/dcfmtsym.h>
#include <unicode/dtptngen.h>
#include <unicode/locid.h>

namespace clientela::exporter {

bool is_known_formats(std::string_view formats) {
    const icu::Locale locale = icu::Locale::createCanonical(std::string(formats).c_str());
    const std::string_view language = locale.getLanguage();
    const bool shaped = formats.size() >= 5 && formats.size() <= 6 && formats[2] == '-';
    return shaped && !locale.isBogus() && (language == "es" || language == "en");
}

PeopleForm people_form(std::string_view formats) {
    const std::string name(is_known_formats(formats) ? formats : "es-ES");
    const icu::Locale locale = icu::Locale::createCanonical(name.c_str());
    PeopleForm form;
    UErrorCode failed = U_ZERO_ERROR;
    const icu::DecimalFormatSymbols symbols(locale, failed);
    const icu::UnicodeString& sign =
        symbols.getConstSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol);
    if (U_SUCCESS(failed) && sign.length() == 1 && sign.charAt(0) == u',') {
        form.decimal_sign = ',';
        form.separator = ';';  // a comma between cells would cut the numbers in two
    }
    const std::unique_ptr<icu::DateTimePatternGenerator> patterns(
        icu::DateTimePatternGenerator::createInstance(locale, failed));
    if (U_FAILURE(failed)) return form;
    const icu::UnicodeString pattern = patterns->getBestPattern("yMMdd", failed);
    if (U_FAILURE(failed)) return form;
    const std::int32_t month = pattern.indexOf(u'M');
    if (pattern.indexOf(u'y') < month)
        form.dates = PeopleForm::Dates::year_first;
    else if (month < pattern.indexOf(u'd'))
        form.dates = PeopleForm::Dates::month_first;
    return form;
}

}  // namespace clientela::exporter
