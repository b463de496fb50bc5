// SPDX-License-Identifier: Apache-2.0
// http_list_deep: a page far down a list costs what the first one costs. http_list_grouped: one
// page of groups with counts and sums over all accounts, against the bare aggregate.
#include <algorithm>
#include <vector>

#include "http_rounds.h"

namespace clientela::bench {
namespace {

struct Depth {
    double deep = 0;
    double first = 0;
    double ratio() const { return first > 0 ? deep / first : 0; }
};

Depth depth_of(const Surroundings& around, const char* token, int pages) {
    const Child server = Child::serve(around.program, around.store);
    Load first = deep_list_load(server, token, 0);
    Load deep = deep_list_load(server, token, pages);
    first.requests = deep.requests = 500;
    cpu_per_request(server, first);  // warm up
    cpu_per_request(server, deep);
    first.requests = deep.requests = 2'000;
    std::vector<double> firsts, deeps;
    for (int round = 0; round < around.rounds; ++round) {
        firsts.push_back(cpu_per_request(server, first));
        deeps.push_back(cpu_per_request(server, deep));
    }
    return {median(deeps), median(firsts)};
}

}  // namespace

Measure http_list_deep(const Surroundings& around, double budget) {
    const auto accounts = static_cast<int>(around.fill.accounts);
    const Depth all = depth_of(around, kAdministratorToken, std::min(10'000, accounts / 100));
    const Depth team = depth_of(around, kTeamToken, std::min(500, accounts / 2'000));
    const Depth& worse = team.ratio() > all.ratio() ? team : all;
    Measure measure = against("http_list_deep", "us CPU", worse.deep, worse.first, budget);
    measure.more = {{"administrator", all.ratio()}, {"team", team.ratio()}};
    return measure;
}

Measure http_list_grouped(const Surroundings& around, double budget) {
    Load baseline;
    baseline.connections = 1;
    baseline.request = [](std::uint64_t) { return request_text("/groups", kAdministratorToken); };
    const Pair pair = alternate(around, grouped_load(), baseline, 4);
    return against("http_list_grouped", "us CPU", pair.program, pair.baseline, budget);
}

}  // namespace clientela::bench
