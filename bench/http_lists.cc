// SPDX-License-Identifier: Apache-2.0
// http_list_deep: a page far down a list costs what the first one costs. http_list_grouped: one
// page of groups with counts and sums over all accounts, against the bare aggregate.
#include <algorithm>
#include <vector>

#include "http_rounds.h"

namespace clientela::bench {
namespace {

constexpr int kPage = 50;
constexpr int kStride = 200;  // rows of a step on the way down, the most that a page may have

// Follows the next links of the whole list, newest first, past `pages` pages; gives the address of
// the page that comes then.
std::string page_behind(const Child& server, const std::string& token, int pages) {
    constexpr std::string_view kNext = "$skiptoken=";
    std::string continued;
    for (int rows = 0; rows < pages * kPage; rows += kStride) {
        const std::string answer = ask_once(
            server.port(),
            request_text("/api/v1/accounts?$top=" + std::to_string(pages * kPage) + continued,
                         token));
        const std::size_t start = answer.rfind(kNext);
        if (start == std::string::npos) stop("the list ends before page " + std::to_string(pages));
        continued = "&" + answer.substr(start, answer.find('"', start) - start);
    }
    return "/api/v1/accounts?" + continued.substr(1);
}

struct Depth {
    double deep = 0;
    double first = 0;
    double ratio() const { return first > 0 ? deep / first : 0; }
};

Depth depth_of(const Surroundings& around, const char* token, int pages) {
    const Child server = Child::serve(around.program, around.store);
    const std::string far = page_behind(server, token, pages);
    Load first;
    first.request = [&](std::uint64_t) { return request_text("/api/v1/accounts", token); };
    Load deep;
    deep.request = [&](std::uint64_t) { return request_text(far, token); };
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
    Load program;
    program.connections = 1;
    program.request = [](std::uint64_t) {
        return request_text(
            "/api/v1/accounts?$apply=groupby((life_cycle,revenue/currency),aggregate("
            "$count%20as%20accounts,revenue/amount%20with%20sum%20as%20total))",
            kAdministratorToken);
    };
    Load baseline;
    baseline.connections = 1;
    baseline.request = [](std::uint64_t) { return request_text("/groups", kAdministratorToken); };
    const Pair pair = alternate(around, program, baseline, 4);
    return against("http_list_grouped", "us CPU", pair.program, pair.baseline, budget);
}

}  // namespace clientela::bench
