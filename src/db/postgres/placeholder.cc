// SPDX-License-Identifier: Apache-2.0
#include "db/postgres/placeholder.h"

#include <algorithm>

#include "base/ascii.h"

namespace clientela::db::postgres {
namespace {

std::size_t behind(std::string_view text, std::string_view end, std::size_t from) {
    const std::size_t place = text.find(end, from);
    return place == std::string_view::npos ? text.size() : place + end.size();
}

bool is_word(char character) { return is_alphanumeric(character) || character == '_'; }

// Behind a dollar quote that opens at `start`; `start` itself when none does.
std::size_t behind_dollar_quote(std::string_view text, std::size_t start) {
    if (start > 0 && is_word(text[start - 1])) return start;
    std::size_t end = start + 1;
    while (end < text.size() && is_word(text[end]))
        ++end;
    if (end >= text.size() || text[end] != '$') return start;
    const std::string_view tag = text.substr(start, end + 1 - start);
    return behind(text, tag, end + 1);
}

// Behind the literal, name, quote or comment that opens at `start`; `start` itself when none does.
std::size_t behind_quoted(std::string_view text, std::size_t start) {
    switch (text[start]) {
        case '\'':  // a doubled quote simply opens the next literal
        case '"': return behind(text, text.substr(start, 1), start + 1);
        case '$': return behind_dollar_quote(text, start);
        case '-': return text.substr(start, 2) == "--" ? behind(text, "\n", start) : start;
        case '/': return text.substr(start, 2) == "/*" ? behind(text, "*/", start) : start;
        default: return start;
    }
}

}  // namespace

std::string number_placeholders(std::string_view text) {
    std::string numbered;
    numbered.reserve(text.size() + 16);
    int count = 0;
    for (std::size_t place = 0; place < text.size();) {
        const std::size_t end = behind_quoted(text, place);
        if (end > place) {
            numbered.append(text.substr(place, end - place));
            place = end;
        } else if (text[place] == '?') {
            numbered.append("$" + std::to_string(++count));
            ++place;
        } else {
            numbered.push_back(text[place++]);
        }
    }
    return numbered;
}

}  // namespace clientela::db::postgres
