// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.h"

#include <algorithm>

namespace clientela {
namespace {

constexpr char small_letter(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }
constexpr char capital_letter(char c) { return is_lower(c) ? static_cast<char>(c - 32) : c; }

}  // namespace

std::string lower_ascii(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        c = small_letter(c);
    return result;
}

std::string upper_ascii(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        c = capital_letter(c);
    return result;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return small_letter(a) == small_letter(b); });
}

}  // namespace clientela
