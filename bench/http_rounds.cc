// SPDX-License-Identifier: Apache-2.0
#include "http_rounds.h"

#include <algorithm>

#include "baseline_server.h"

namespace clientela::bench {
namespace {

std::size_t body_size(const std::string& answer) { return answer.size() - answer.find("\r\n\r\n"); }

// Both must give the same: an answer that is much shorter would be measured in vain.
void compare_answers(const std::string& program, const std::string& baseline) {
    const auto sizes = std::minmax({body_size(program), body_size(baseline)});
    if (sizes.first * 10 < sizes.second * 9) {
        stop("answers differ:\n" + program.substr(0, 3000) + "\n---\n" + baseline.substr(0, 3000));
    }
}

}  // namespace

double cpu_per_request(const Child& server, Load load) {
    load.port = server.port();
    const double before = cpu_seconds(server.pid());
    const LoadResult result = run_load(load);
    if (result.failures > 0)
        stop("the server refused requests: " + ask_once(load.port, load.request(0)));
    return (cpu_seconds(server.pid()) - before) * 1e6 / static_cast<double>(result.answers);
}

Pair alternate(const Surroundings& around, Load program_load, Load baseline_load,
               std::uint64_t requests) {
    const Child program = Child::serve(around.program, around.store);
    const Child baseline =
        Child::fork_off([&](int listening) { run_baseline_server(listening, around.store); });
    compare_answers(ask_once(program.port(), program_load.request(0)),
                    ask_once(baseline.port(), baseline_load.request(0)));
    program_load.requests = baseline_load.requests = std::max<std::uint64_t>(requests / 4, 1);
    cpu_per_request(program, program_load);  // warm up
    cpu_per_request(baseline, baseline_load);
    program_load.requests = baseline_load.requests = requests;
    std::vector<double> programs;
    std::vector<double> baselines;
    for (int round = 0; round < around.rounds; ++round) {
        baselines.push_back(cpu_per_request(baseline, baseline_load));
        programs.push_back(cpu_per_request(program, program_load));
    }
    return {median(programs), median(baselines)};
}

}  // namespace clientela::bench
