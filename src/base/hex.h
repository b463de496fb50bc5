// SPDX-License-Identifier: Apache-2.0
// Hexadecimal digits: written with small letters, read with either.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/ascii.h"

namespace clientela {

// Of one digit; -1 for anything else.
constexpr int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void append_hex(std::string& text, unsigned char byte);  // two digits

std::string to_hex(std::span<const unsigned char> bytes);
std::string to_hex(std::string_view bytes);
std::string hex_number(std::uint64_t number);  // sixteen digits, with zeros in front

// The way back from to_hex(); nothing when a digit is missing or is none.
std::optional<std::string> from_hex(std::string_view text);

}  // namespace clientela
