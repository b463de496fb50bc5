// SPDX-License-Identifier: Apache-2.0
// Words that left the index do no harm: what they lead to is looked up in the index again.
#include <algorithm>
#include <bit>
#include <utility>

#include "search/vocabulary.h"

namespace clientela::search {
namespace {

constexpr std::size_t kLettersMin = 4;    // of three, one wrong letter is another word
constexpr std::size_t kLettersOfTwo = 8;  // from here on two letters may be wrong
constexpr std::size_t kNearestMax = 12;

bool has_digit(const std::string& word) {
    return word.find_first_of("0123456789") != std::string::npos;
}

std::uint32_t letter_set_of(std::string_view word) {
    std::uint32_t letters = 0;
    for (const char letter : word)
        letters |= 1U << (static_cast<unsigned char>(letter) & 31U);
    return letters;
}

}  // namespace

Result<void> Vocabulary::top_up(db::Transaction& tx) {
    return tx.query({"select seq, word from search_word where seq > ? order by seq", {last_}},
                    [&](const db::Row& row) {
                        last_ = row.integer(0);
                        const std::string_view word = row.text(1);
                        by_length_[std::min(word.size(), kLengths - 1)].push_back(
                            {std::string(word), letter_set_of(word)});
                    });
}

std::vector<std::string> Vocabulary::nearest(const std::string& word) const {
    const int most = word.size() >= kLettersOfTwo ? 2 : 1;
    const std::size_t bytes = static_cast<std::size_t>(most) * 2;  // a letter may take two
    const std::uint32_t wanted = letter_set_of(word);
    std::vector<std::pair<int, std::string>> found;
    const std::size_t first = word.size() > bytes ? word.size() - bytes : 1;
    for (std::size_t length = first; length <= std::min(word.size() + bytes, kLengths - 1);
         ++length) {
        for (const auto& [known, letters] : by_length_[length]) {
            if (std::popcount(letters ^ wanted) > 2 * most) continue;
            const int away = distance(word, known, most);
            if (away >= 1 && away <= most) found.emplace_back(away, known);
        }
    }
    std::sort(found.begin(), found.end());
    if (found.size() > kNearestMax) found.resize(kNearestMax);
    std::vector<std::string> words;
    words.reserve(found.size());
    for (auto& [away, known] : found)
        words.push_back(std::move(known));
    return words;
}

Result<Corrections> Vocabulary::corrections(db::Transaction& tx, const Wanted& wanted) {
    const std::lock_guard lock(mutex_);
    TRY(top_up(tx));
    Corrections corrections;
    for (const Part& part : wanted.parts) {
        for (const std::string& word : part.words) {
            if (word.size() < kLettersMin || has_digit(word)) continue;
            std::vector<std::string> words = nearest(word);
            if (!words.empty()) corrections[word] = std::move(words);
        }
    }
    return corrections;
}

}  // namespace clientela::search
