// SPDX-License-Identifier: Apache-2.0
// JSON libraries read 0.1 and 12345678901234567.89 as floating point. Here numbers that could lose
// digits travel as strings that begin with a mark, so that they are read from their own text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "base/result.h"

namespace boost::json {
class value;
}

namespace clientela::record {

inline constexpr char kNumberMark = '\x01';

struct ExactJson {
    std::string text;      // the same document with such numbers as marked strings
    std::string repeated;  // a member name of the outermost object that appears twice, if any
};

// Never fails: what is no JSON stays none and is refused by the parser.
ExactJson keep_numbers(std::string_view body);

// The digits of a marked string, with exponents written out; nothing when there are too many.
std::optional<std::string> marked_number(std::string_view text);

// A string that its author wrote as one, not a number in disguise. For values parsed from
// ExactJson::text, as below.
bool is_text(const boost::json::value& value);

// The value as JSON again, each number as it stood.
void write_exact(JsonWriter& writer, const boost::json::value& value);
std::string exact_text(const boost::json::value& value);

}  // namespace clientela::record
