// SPDX-License-Identifier: Apache-2.0
// The words that stand in the index, held in memory from the first typing error on and topped up
// with what came since. Half a million words take some ten megabytes and 50 ms to look through.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/store.h"
#include "search/words.h"

namespace clientela::search {

// By word as typed, the nearest first.
using Corrections = std::map<std::string, std::vector<std::string>>;

class Vocabulary {
public:
    // Words of the index one letter away from those wanted; two letters from words of eight and
    // more. None for words of three letters or with digits.
    Result<Corrections> corrections(db::Transaction& tx, const Wanted& wanted);

private:
    Result<void> top_up(db::Transaction& tx);
    std::vector<std::string> nearest(const std::string& word) const;

    struct Known {
        std::string word;
        std::uint32_t letters =
            0;  // a bit per letter: words that differ in many need no closer look
    };
    static constexpr std::size_t kLengths = 32;
    std::mutex mutex_;
    std::int64_t last_ = 0;
    std::array<std::vector<Known>, kLengths> by_length_;  // in bytes
};

}  // namespace clientela::search
