// SPDX-License-Identifier: Apache-2.0
// http_get and http_list: CPU time of the server process per request, program and baseline in turn.
#include <algorithm>
#include <cstdio>

#include "base/id.h"
#include "baseline_server.h"
#include "benchmarks.h"
#include "child.h"
#include "load.h"

namespace clientela::bench {
namespace {

constexpr std::size_t kOpenToday = 2'000;  // accounts that are asked for again and again
constexpr double kSlowestBaseline = 20;    // microseconds for the smallest endpoint

std::string request_text(const std::string& target, const std::string& token) {
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token +
           "\r\n\r\n";
}

// Accounts of the team that the asking person belongs to; so few that both sides find their pages
// in memory.
std::vector<std::int64_t> team_accounts(const Fill& fill) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 0; number < fill.accounts && numbers.size() < kOpenToday; ++number) {
        if (team_of(number) == 0) numbers.push_back(number);
    }
    return numbers;
}

double microseconds_per_request(const Child& server, Load load) {
    load.port = server.port();
    const double before = cpu_seconds(server.pid());
    const LoadResult result = run_load(load);
    if (result.failures > 0)
        stop("the server refused requests: " + ask_once(load.port, load.request(0)));
    return (cpu_seconds(server.pid()) - before) * 1e6 / static_cast<double>(result.answers);
}

struct Pair {
    double program = 0;
    double baseline = 0;
};

std::size_t body_size(const std::string& answer) { return answer.size() - answer.find("\r\n\r\n"); }

// Both must give the same: an answer that is much shorter would be measured in vain.
void compare_answers(const std::string& program, const std::string& baseline) {
    const auto sizes = std::minmax({body_size(program), body_size(baseline)});
    if (sizes.first * 10 < sizes.second * 9) {
        stop("answers differ:\n" + program.substr(0, 3000) + "\n---\n" + baseline.substr(0, 3000));
    }
}

Pair alternate(const Surroundings& around, Load program_load, Load baseline_load,
               std::uint64_t requests) {
    const Child program = Child::serve(around.program, around.store);
    const Child baseline =
        Child::fork_off([&](int listening) { run_baseline_server(listening, around.store); });
    compare_answers(ask_once(program.port(), program_load.request(0)),
                    ask_once(baseline.port(), baseline_load.request(0)));
    program_load.requests = baseline_load.requests = std::max<std::uint64_t>(requests / 4, 64);
    microseconds_per_request(program, program_load);  // warm up
    microseconds_per_request(baseline, baseline_load);
    program_load.requests = baseline_load.requests = requests;
    std::vector<double> programs;
    std::vector<double> baselines;
    for (int round = 0; round < around.rounds; ++round) {
        baselines.push_back(microseconds_per_request(baseline, baseline_load));
        programs.push_back(microseconds_per_request(program, program_load));
    }
    return {median(programs), median(baselines)};
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
