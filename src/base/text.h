// SPDX-License-Identifier: Apache-2.0
// Human text: validity, folding for search, and Spanish sort keys. ICU stays inside text.cc.
#pragma once

#include <string>
#include <string_view>

namespace clientela {

bool is_valid_utf8(std::string_view text);

// Small letters without accents: "José Ñandú" gives "jose nandu". What people type when they
// search.
std::string fold(std::string_view text);

// Small letters with accents kept, by Unicode (ICU root locale): tolower() of the filter language.
std::string lower(std::string_view text);
std::string upper(std::string_view text);

// Key whose byte order is the Spanish alphabetical order (n < ñ < o, accents second, case third),
// as lower-case hexadecimal so that both stores compare it alike. Limited to the first 64
// characters.
std::string sort_key(std::string_view text);

std::string_view trim(std::string_view text);             // ASCII white space
std::string digits_only(std::string_view text);           // "+34 600-12" gives "3460012"
bool has_visible_character(std::string_view text);        // not only blanks and marks of format
std::size_t length_in_characters(std::string_view text);  // Unicode code points

// The shortest decimal text of a number, never with an exponent: 50, 12.5.
std::string plain_decimal(double number);

}  // namespace clientela
