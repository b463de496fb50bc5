// SPDX-License-Identifier: Apache-2.0
#include "http/header_text.h"

#include "base/ascii.h"

namespace clientela::http {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

}  // namespace clientela::http
