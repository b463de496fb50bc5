// SPDX-License-Identifier: Apache-2.0
// Percent-decoding and queries. Invalid escapes, NUL bytes and bytes that are not UTF-8 are
// refused, so that everything behind the server may trust the strings it gets.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clientela::http {

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
// Everything but letters, digits, -._~ and the characters that are kept besides.
std::string percent_encode(std::string_view text, std::string_view kept = {});

// "a=1&b=%C3%B1" in order; "a" alone has an empty value. Nothing when a part is invalid.
using Query = std::vector<std::pair<std::string, std::string>>;
std::optional<Query> parse_query(std::string_view text);

}  // namespace clientela::http
