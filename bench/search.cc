// SPDX-License-Identifier: Apache-2.0
// search: the first 20 accounts for two words of a name, typed without accents, against the same
// full text query behind Beast. Each pair of words has about twenty hits among all accounts.
#include <iterator>

#include "http_rounds.h"

namespace clientela::bench {
namespace {

constexpr const char* kWords[] = {"nunez", "iniguez", "avila", "pena", "saez"};

struct Words {
    std::string first, second;
};

// 4711 also begins 47110 to 47119 and 471100 to 471199; a fifth of those has the other word.
Words words_of_turn(std::uint64_t turn) {
    return {kWords[turn % std::size(kWords)], std::to_string(1000 + turn * 7919 % 9000)};
}

}  // namespace

Measure search(const Surroundings& around, double budget) {
    index_accounts(around.store, around.fill);
    Load program;
    program.request = [](std::uint64_t turn) {
        const Words words = words_of_turn(turn);
        return request_text(
            "/api/v1/search?objects=accounts&top=20&q=" + words.first + "%20" + words.second,
            kAdministratorToken);
    };
    Load baseline;
    baseline.request = [](std::uint64_t turn) {
        const Words words = words_of_turn(turn);
        return request_text("/hits/" + words.first + "/" + words.second, kAdministratorToken);
    };
    const Pair pair = alternate(around, program, baseline, 2'000);
    return against("search", "us CPU", pair.program, pair.baseline, budget);
}

}  // namespace clientela::bench
