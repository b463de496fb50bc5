// SPDX-License-Identifier: Apache-2.0
// How spreadsheets of a country read CSV: which sign stands between cells and before decimals, and
// whether the day or the month comes first. Programs get RFC 4180 with points and ISO 8601 instead.
#pragma once

#include <string>
#include <string_view>

namespace clientela::exporter {

inline constexpr std::string_view kPlain = "plain";  // the form for programs

struct PeopleForm {
    char separator = ',';
    char decimal_sign = '.';
    enum class Dates { day_first, month_first, year_first } dates = Dates::day_first;
};

// `formats` is a name such as es-ES; one that nobody knows is written as es-ES.
PeopleForm people_form(std::string_view formats);
bool is_known_formats(std::string_view formats);

}  // namespace clientela::exporter
