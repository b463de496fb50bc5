// SPDX-License-Identifier: Apache-2.0
// Reads the catalogues once; flat JSON of strings, parsed here by a few lines because base knows no
// JSON library and the files are ours, checked by a test.
#include "base/message.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/embedded.h"
#include "base/grouped.h"

namespace clientela {
namespace {

using Catalogue = std::unordered_map<std::string, std::string>;

// Reads a JSON string starting at the quote; moves `place` behind it. Escapes: \" \\ \n only.
std::string read_string(std::string_view text, std::size_t& place) {
    std::string value;
    for (++place; place < text.size() && text[place] != '"'; ++place) {
        if (text[place] == '\\' && place + 1 < text.size()) {
            ++place;
            value.push_back(text[place] == 'n' ? '\n' : text[place]);
        } else {
            value.push_back(text[place]);
        }
    }
    ++place;
    return value;
}

Catalogue load(std::string_view suffix) {
    Catalogue catalogue;
    for (const EmbeddedFile& file : embedded_files()) {
        if (!file.name.starts_with("locales/server/") || !file.name.ends_with(suffix)) continue;
        std::size_t place = 0;
        while ((place = file.content.find('"', place)) != std::string_view::npos) {
            std::string key = read_string(file.content, place);
            place = file.content.find('"', place);
            if (place == std::string_view::npos) break;
            catalogue[std::move(key)] = read_string(file.content, place);
        }
    }
    return catalogue;
}

const Catalogue& catalogue(Language language) {
    static const Catalogue spanish = load("es.json");
    static const Catalogue english = load("en.json");
    return language == Language::es ? spanish : english;
}

// Words for "system.ENOENT" (base/system_reason.h); other values stand for themselves.
std::string reason_in(const Catalogue& texts, const std::string& given) {
    constexpr std::string_view kPrefix = "system.";
    if (!given.starts_with(kPrefix)) return given;
    if (const auto known = texts.find(given); known != texts.end()) return known->second;
    constexpr std::string_view kHole = "{name}";
    std::string text = texts.at("system.other");
    if (const std::size_t place = text.find(kHole); place != std::string::npos)
        text.replace(place, kHole.size(), given.substr(kPrefix.size()));
    return text;
}

// Every {name} that `value_of` knows becomes its value, which is never looked at for holes itself.
template <class ValueOf>
std::string filled(std::string_view text, const ValueOf& value_of) {
    std::string out;
    for (std::size_t place = 0; place < text.size();) {
        const std::size_t open = text.find('{', place);
        const std::size_t close = text.find('}', open);
        out.append(text.substr(place, open - place));
        if (close == std::string_view::npos)
            return out.append(text.substr(std::min(open, text.size())));
        const auto value = value_of(text.substr(open + 1, close - open - 1));
        out.append(value ? *value : std::string(text.substr(open, 1)));
        place = value ? close + 1 : open + 1;
    }
    return out;
}

}  // namespace

Language language_of(std::string_view accept_language) {
    // Browsers list languages by preference, so the first one that we speak wins; weights of 0 are
    // rare enough to be ignored.
    for (std::size_t place = 0; place < accept_language.size();) {
        const std::size_t end = std::min(accept_language.find(',', place), accept_language.size());
        std::string_view entry = accept_language.substr(place, end - place);
        while (!entry.empty() && entry.front() == ' ')
            entry.remove_prefix(1);
        if (entry.starts_with("es")) return Language::es;
        if (entry.starts_with("en")) return Language::en;
        place = end + 1;
    }
    return Language::es;
}

std::string grouped(std::string digits, Language language) {
    if (digits.find_first_not_of("0123456789") != std::string::npos) return digits;
    for (std::size_t place = digits.size(); place > 3;) {
        place -= 3;
        digits.insert(place, 1, language == Language::es ? '.' : ',');
    }
    return digits;
}

std::string localize(const Message& message, Language language) {
    const Catalogue& texts = catalogue(language);
    auto found = texts.end();
    const bool is_one = std::ranges::any_of(message.args, [](const auto& argument) {
        return argument.first == "count" && argument.second == "1";
    });
    if (is_one) found = texts.find(message.key + "_one");
    if (found == texts.end()) found = texts.find(message.key);
    if (found == texts.end()) return message.key;
    return filled(found->second, [&](std::string_view name) -> std::optional<std::string> {
        for (const auto& [key, given] : message.args) {
            if (key != name) continue;
            if (name == "count") return grouped(given, language);
            return name == "reason" ? reason_in(texts, given) : given;
        }
        return std::nullopt;
    });
}

}  // namespace clientela
