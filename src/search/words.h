// SPDX-License-Identifier: Apache-2.0
// From human text to the words that are indexed and looked for. Both stores index exactly these
// words, so that they agree on what a word is; accents and case are gone from them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clientela::search {

// "José, de Telefónica" gives jose de telefonica. Each at most 40 characters.
std::vector<std::string> words_of(std::string_view text);
// The same with accents kept, in small letters, for telling an exact hit from a near one.
std::vector<std::string> exact_words_of(std::string_view text);

// "B-12.345" gives b12345; empty when the text has no digit or a blank inside.
std::string compact_number(std::string_view text);

// The word under which a telephone number is found by its last digits.
std::string telephone_word(std::string_view digits);

// One part of what was typed, between blanks: all words have to stand in a document, or the part as
// one compact number.
struct Part {
    std::vector<std::string> words;
    std::string compact;
};

struct Wanted {
    std::string text;  // as typed, trimmed
    std::vector<Part> parts;
    std::string
        digits;  // of a telephone number: at least four and nothing but digits and their signs
    bool empty() const { return parts.empty(); }
};

Wanted understand(std::string_view typed);

// Corrections of one letter: left out, added, changed, or two swapped; nothing beyond `most` is
// counted.
int distance(std::string_view left, std::string_view right, int most);

}  // namespace clientela::search
