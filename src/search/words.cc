// SPDX-License-Identifier: Apache-2.0
// Letters outside ASCII all count as letters but for the signs that European text uses; that needs
// no tables and both indexes take what comes out as it is.
#include "search/words.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace clientela::search {
namespace {

constexpr std::size_t kWordBytesMax = 80;
constexpr std::size_t kPartsMax = 8;
constexpr std::size_t kTelephoneDigitsMin = 4;

// One code point; a damaged one counts as its first byte.
struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
};

Character character_at(std::string_view text, std::size_t place) {
    const auto first = static_cast<unsigned char>(text[place]);
    std::size_t bytes = 1;
    if (first >= 0xF0)
        bytes = 4;
    else if (first >= 0xE0)
        bytes = 3;
    else if (first >= 0xC0)
        bytes = 2;
    if (bytes == 1 || place + bytes > text.size()) return {first, 1};
    char32_t code = first & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        code = (code << 6U) | (static_cast<unsigned char>(text[place + i]) & 0x3FU);
    }
    return {code, bytes};
}

bool is_letter(char32_t code) {
    if (code < 0x80) {
        return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
               (code >= '0' && code <= '9');
    }
    if (code < 0xC0) return code == 0xAA || code == 0xB5 || code == 0xBA;
    if (code == 0xD7 || code == 0xF7) return false;
    return !((code >= 0x2000 && code <= 0x2BFF) || (code >= 0x2E00 && code <= 0x2E7F) ||
             (code >= 0x3000 && code <= 0x303F) || (code >= 0xFE00 && code <= 0xFE0F));
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t place = 0; place < text.size();) {
        const Character character = character_at(text, place);
        if (!is_letter(character.code)) {
            finish();
        } else if (word.size() + character.bytes <= kWordBytesMax) {
            word.append(text.substr(place, character.bytes));
        }
        place += character.bytes;
    }
    finish();
    return words;
}

std::string telephone_digits(std::string_view text) {
    if (text.find_first_not_of("0123456789+-()./ ") != std::string_view::npos) return {};
    std::string digits = digits_only(text);
    return digits.size() >= kTelephoneDigitsMin ? digits : std::string();
}

std::u32string letters_of(std::string_view text) {
    std::u32string letters;
    for (std::size_t place = 0; place < text.size();) {
        const Character character = character_at(text, place);
        letters.push_back(character.code);
        place += character.bytes;
    }
    return letters;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) { return split_words(fold(text)); }

std::vector<std::string> exact_words_of(std::string_view text) { return split_words(lower(text)); }

std::string compact_number(std::string_view text) {
    text = trim(text);
    if (text.empty() || text.find(' ') != std::string_view::npos) return {};
    if (std::none_of(text.begin(), text.end(), is_digit)) return {};
    std::string compact;
    for (const std::string& word : words_of(text))
        compact += word;
    return compact.size() <= kWordBytesMax ? compact : std::string();
}

std::string telephone_word(std::string_view digits) {
    return "tel" + std::string(digits.rbegin(), digits.rend());
}

Wanted understand(std::string_view typed) {
    Wanted wanted;
    wanted.text = std::string(trim(typed));
    wanted.digits = telephone_digits(wanted.text);
    std::string_view rest = wanted.text;
    while (!rest.empty() && wanted.parts.size() < kPartsMax) {
        const std::size_t end = std::min(rest.find_first_of(" \t\n\""), rest.size());
        Part part{words_of(rest.substr(0, end)), compact_number(rest.substr(0, end))};
        if (part.words.size() > kPartsMax) part.words.resize(kPartsMax);
        if (part.words.size() < 2) part.compact.clear();
        if (!part.words.empty()) wanted.parts.push_back(std::move(part));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return wanted;
}

// Optimal string alignment over three rows; stops when a whole row is beyond `most`.
int distance(std::string_view left, std::string_view right, int most) {
    const std::u32string a = letters_of(left);
    const std::u32string b = letters_of(right);
    const std::size_t longer = std::max(a.size(), b.size());
    if (longer - std::min(a.size(), b.size()) > static_cast<std::size_t>(most)) return most + 1;
    std::array<std::vector<int>, 3> rows;
    for (std::vector<int>& row : rows)
        row.resize(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        rows[0][j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<int>& row = rows[i % 3];
        const std::vector<int>& above = rows[(i - 1) % 3];
        row[0] = static_cast<int>(i);
        int least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int changed = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, changed});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > most) return most + 1;
    }
    return std::min(rows[a.size() % 3][b.size()], most + 1);
}

}  // namespace clientela::search
