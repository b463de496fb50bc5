// SPDX-License-Identifier: Apache-2.0
// Characters of ASCII, whatever the locale: for what protocols and languages of programs write.
// What people write goes through base/text.h.
#pragma once

#include <string>
#include <string_view>

namespace clientela {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char c) { return is_lower(c) || is_upper(c); }
constexpr bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Bytes outside ASCII stay as they are.
std::string lower_ascii(std::string_view text);
std::string upper_ascii(std::string_view text);
bool equal_ignoring_case(std::string_view left, std::string_view right);

}  // namespace clientela
