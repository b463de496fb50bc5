// SPDX-License-Identifier: Apache-2.0
// http_get and http_list: CPU time of the server process per request, program and baseline in turn.
#include <cstdio>

#include "http_rounds.h"

namespace clientela::bench {
namespace {

constexpr double kSlowestBaseline = 20;  // microseconds for the smallest endpoint

}  // namespace

Measure http_get(const Surroundings& around, double budget) {
    const std::vector<std::int64_t> numbers = team_accounts(around.fill);
    Load baseline;
    baseline.request = [&](std::uint64_t turn) {
        return request_text("/one/" + std::to_string(numbers[turn * 7919 % numbers.size()]),
                            kTeamToken);
    };
    const Pair pair = alternate(around, record_load(numbers), baseline, 20'000);
    Measure measure = against("http_get", "us CPU", pair.program, pair.baseline, budget);
    if (pair.baseline > kSlowestBaseline) {
        std::fprintf(
            stderr, "clientela_bench: the smallest endpoint costs %.1f us: this run says nothing\n",
            pair.baseline);
        measure.ok = false;
    }
    return measure;
}

Measure http_list(const Surroundings& around, double budget) {
    Load baseline;
    baseline.request = [&](std::uint64_t) { return request_text("/page", kTeamToken); };
    const Pair pair = alternate(around, list_load(), baseline, 2'000);
    return against("http_list", "us CPU", pair.program, pair.baseline, budget);
}

}  // namespace clientela::bench
