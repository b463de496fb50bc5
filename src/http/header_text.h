// SPDX-License-Identifier: Apache-2.0
// Texts of headers, which are ASCII whatever the language.
#pragma once

#include <string_view>

namespace clientela::http {

std::string_view trimmed(std::string_view text);  // without spaces and tabs at its ends

}  // namespace clientela::http
