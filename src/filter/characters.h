// SPDX-License-Identifier: Apache-2.0
// What names consist of in filter texts. Letters outside ASCII all count.
#pragma once

#include "base/ascii.h"

namespace clientela::filter {

constexpr bool starts_word(char c) {
    return is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

constexpr bool continues_word(char c) { return starts_word(c) || is_digit(c); }

}  // namespace clientela::filter
