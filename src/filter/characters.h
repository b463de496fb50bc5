// SPDX-License-Identifier: Apache-2.0
// Kinds of characters in filter texts; ASCII whatever the locale.
#pragma once

namespace clientela::filter {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Of one hexadecimal digit, either case; -1 for anything else.
inline int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace clientela::filter
