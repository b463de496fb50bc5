// SPDX-License-Identifier: Apache-2.0
// What makes a text cell of a CSV file harmless: spreadsheets run a cell that begins with = + - @,
// a tab or a carriage return as a formula, even inside quotes. An apostrophe in front makes it
// text. Texts that begin with apostrophes and then such a sign get one more, so that taking one
// away is always right.
#pragma once

#include <string>
#include <string_view>

namespace clientela::exporter {

inline bool reads_as_formula(std::string_view text) {
    const std::size_t first = text.find_first_not_of('\'');
    if (first == std::string_view::npos) return false;
    return std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos;
}

inline std::string harmless(std::string_view text) {
    return reads_as_formula(text) ? "'" + std::string(text) : std::string(text);
}

}  // namespace clientela::exporter
