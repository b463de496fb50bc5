// SPDX-License-Identifier: Apache-2.0
// http_get and http_list: CPU time of the server process per request, program and baseline in turn.
#include <cstdio>

#include "base/id.h"
#include "http_rounds.h"

namespace clientela::bench {
namespace {

constexpr std::size_t kOpenToday = 2'000;  // accounts that are asked for again and again
constexpr double kSlowestBaseline = 20;    // microseconds for the smallest endpoint

// Accounts of the team that the asking person belongs to; so few that both sides find their pages
// in memory.
std::vector<std::int64_t> team_accounts(const Fill& fill) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 0; number < fill.accounts && numbers.size() < kOpenToday; ++number) {
        if (team_of(number) == 0) numbers.push_back(number);
    }
    return numbers;
}

}  // namespace

Measure http_get(const Surroundings& around, double budget) {
    const std::vector<std::int64_t> numbers = team_accounts(around.fill);
    const auto number_of = [&](std::uint64_t turn) {
        return numbers[turn * 7919 % numbers.size()];
    };
    Load program;
    program.request = [&](std::uint64_t turn) {
        return request_text(
            "/api/v1/accounts('" + to_string(Id{account_id(number_of(turn))}) + "')", kTeamToken);
    };
    Load baseline;
    baseline.request = [&](std::uint64_t turn) {
        return request_text("/one/" + std::to_string(number_of(turn)), kTeamToken);
    };
    const Pair pair = alternate(around, program, baseline, 20'000);
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
    Load program;
    program.request = [&](std::uint64_t) {
        return request_text("/api/v1/accounts?$filter=life_cycle%20eq%20'customer'", kTeamToken);
    };
    Load baseline;
    baseline.request = [&](std::uint64_t) { return request_text("/page", kTeamToken); };
    const Pair pair = alternate(around, program, baseline, 2'000);
    return against("http_list", "us CPU", pair.program, pair.baseline, budget);
}

}  // namespace clientela::bench
