// SPDX-License-Identifier: Apache-2.0
// search: the first 20 accounts for two words of a name, typed without accents, against the same
// full text query behind Beast. Each pair of words has about twenty hits among all accounts.
#include "http_rounds.h"

namespace clientela::bench {
Measure search(const Surroundings& around, double budget) {
    index_accounts(around.store, around.fill);
    Load baseline;
    baseline.request = [](std::uint64_t turn) {
        const Words words = words_of_turn(turn);
        return request_text("/hits/" + words.first + "/" + words.second, kAdministratorToken);
    };
    const Pair pair = alternate(around, search_load(), baseline, 2'000);
    return against("search", "us CPU", pair.program, pair.baseline, budget);
}

}  // namespace clientela::bench
