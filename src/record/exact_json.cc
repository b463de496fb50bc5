// SPDX-License-Identifier: Apache-2.0
// One pass over the text that knows strings, levels and numbers and nothing else of JSON.
#include "record/exact_json.h"

#include <algorithm>
#include <set>

#include <boost/json.hpp>

#include "base/ascii.h"
#include "filter/literal.h"

namespace clientela::record {
namespace {

namespace json = boost::json;

constexpr std::size_t kSafeDigits = 18;  // whole numbers up to here fit 64 bits

std::size_t digits_from(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at]))
        ++at;
    return at;
}

// Length of the JSON number at the start of the text; 0 when none starts there.
std::size_t number_length(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t whole = digits_from(text, at);
    if (whole == at || (text[at] == '0' && whole > at + 1)) return 0;
    at = whole;
    if (at < text.size() && text[at] == '.') {
        const std::size_t end = digits_from(text, at + 1);
        if (end == at + 1) return 0;
        at = end;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        std::size_t from = at + 1;
        if (from < text.size() && (text[from] == '+' || text[from] == '-')) ++from;
        const std::size_t end = digits_from(text, from);
        if (end == from) return 0;
        at = end;
    }
    return at;
}

std::size_t string_length(std::string_view text) {
    std::size_t at = 1;
    while (at < text.size() && text[at] != '"')
        at += text[at] == '\\' ? 2U : 1U;
    return std::min(at + 1, text.size());
}

std::string_view letters_of(const json::value& value) {
    const json::string* text = value.if_string();
    return text != nullptr ? std::string_view(text->data(), text->size()) : std::string_view();
}

bool is_name(std::string_view behind) {
    const std::size_t at = behind.find_first_not_of(" \t\r\n");
    return at != std::string_view::npos && behind[at] == ':';
}

}  // namespace

ExactJson keep_numbers(std::string_view body) {
    ExactJson exact;
    exact.text.reserve(body.size() + 64);
    std::set<std::string_view> names;
    int level = 0;
    while (!body.empty()) {
        const char first = body.front();
        std::size_t length = 1;
        if (first == '"') {
            length = string_length(body);
            const std::string_view name = body.substr(0, length);
            if (level == 1 && is_name(body.substr(length)) && !names.insert(name).second) {
                exact.repeated = name.substr(1, name.size() - 2);
            }
        } else if (first == '-' || is_digit(first)) {
            length = std::max<std::size_t>(number_length(body), 1);
            const std::string_view number = body.substr(0, length);
            if (number.find_first_of(".eE") != std::string_view::npos || length > kSafeDigits) {
                exact.text.append("\"\\u0001").append(number).append("\"");
                body.remove_prefix(length);
                continue;
            }
        } else if (first == '{' || first == '[') {
            ++level;
        } else if (first == '}' || first == ']') {
            --level;
        }
        exact.text.append(body.substr(0, length));
        body.remove_prefix(length);
    }
    return exact;
}

std::optional<std::string> marked_number(std::string_view text) {
    if (!text.starts_with(kNumberMark)) return std::nullopt;
    text.remove_prefix(1);
    std::string plain(text);
    if (text.find_first_of("eE") != std::string_view::npos) {
        const auto number = filter::number_of(text);
        if (!number) return std::nullopt;
        plain = to_string(*number);
    }
    if (plain.find('.') == std::string::npos) return plain;
    plain.erase(plain.find_last_not_of('0') + 1);  // 5.0 is a whole number
    if (plain.back() == '.') plain.pop_back();
    return plain;
}

bool is_text(const json::value& value) {
    return value.is_string() && !letters_of(value).starts_with(kNumberMark);
}

void write_exact(JsonWriter& writer, const json::value& value) {
    if (const json::object* members = value.if_object()) {
        writer.begin_object();
        for (const auto& [name, inner] : *members) {
            writer.key({name.data(), name.size()});
            write_exact(writer, inner);
        }
        writer.end_object();
    } else if (const json::array* elements = value.if_array()) {
        writer.begin_array();
        for (const json::value& inner : *elements)
            write_exact(writer, inner);
        writer.end_array();
    } else if (!value.is_string()) {
        writer.raw(json::serialize(value));
    } else {
        const std::string_view letters = letters_of(value);
        const std::string_view number = letters.substr(std::min<std::size_t>(1, letters.size()));
        // A caller may have written the mark too, with anything behind it.
        const bool exact = !is_text(value) && number_length(number) == number.size();
        if (exact && !number.empty()) {
            writer.raw(number);
        } else {
            writer.string(letters);
        }
    }
}

std::string exact_text(const json::value& value) {
    JsonWriter writer;
    write_exact(writer, value);
    return writer.take();
}

}  // namespace clientela::record
