// SPDX-License-Identifier: Apache-2.0
// name, name=value and name="quoted, value", between commas.
#include "api/preferences.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace clientela::api {
namespace {

std::string_view unquoted(std::string_view text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        return text.substr(1, text.size() - 2);
    return text;
}

// Where the preference that begins at 0 ends: at a comma outside of quotes.
std::size_t end_of(std::string_view text) {
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') quoted = !quoted;
        if (text[at] == ',' && !quoted) return at;
    }
    return text.size();
}

void read_one(std::string_view one, Preferences& into) {
    one = trim(one.substr(0, one.find(';')));
    const std::size_t equals = std::min(one.find('='), one.size());
    std::string name = lower(trim(one.substr(0, equals)));
    if (name.starts_with("odata.")) name.erase(0, 6);
    const std::string_view value =
        equals < one.size() ? unquoted(trim(one.substr(equals + 1))) : std::string_view{};
    if (name == "return") {
        into.minimal = value == "minimal";
        into.representation = value == "representation";
    } else if (name == "continue-on-error") {
        into.continue_on_error = value.empty() || value == "true";
    } else if (name == "maxpagesize") {
        int size = 0;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), size);
        if (read.ec == std::errc{} && size > 0) into.page_size = size;
    } else if (name == "include-annotations") {
        into.annotations = value;
    }
}

}  // namespace

bool Preferences::labels() const {
    return annotations.find("clientela") != std::string::npos || annotations.find('*') == 0;
}

Preferences preferences_of(const http::Request& request) {
    Preferences found;
    std::string_view text = request.header("prefer");
    while (!text.empty()) {
        const std::size_t end = end_of(text);
        read_one(text.substr(0, end), found);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

void say_applied(http::Response& response, const std::string& applied) {
    if (applied.empty()) return;
    for (auto& [name, value] : response.headers) {
        if (name != "preference-applied") continue;
        value += ", " + applied;
        return;
    }
    response.headers.emplace_back("preference-applied", applied);
}

std::string applied_annotations(const Preferences& preferences) {
    if (!preferences.labels()) return {};
    return "include-annotations=\"" + preferences.annotations + "\"";
}

}  // namespace clientela::api
