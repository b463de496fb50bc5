// SPDX-License-Identifier: Apache-2.0
// start, memory_idle, web_first_load: what the program costs before anybody works with it.
#include <unistd.h>

#include <cstdlib>

#include "benchmarks.h"
#include "child.h"
#include "load.h"

namespace clientela::bench {

Measure start(const Surroundings& around, double budget) {
    std::vector<double> times;
    times.reserve(static_cast<std::size_t>(around.rounds));
    for (int round = 0; round < around.rounds; ++round) {
        times.push_back(Child::serve(around.program, around.store).ready_ms());
    }
    return at_most("start", "ms", median(times), budget);
}

Measure memory_idle(const Surroundings& around, double budget) {
    std::vector<double> sizes;
    for (int round = 0; round < around.rounds; ++round) {
        const Child program = Child::serve(around.program, around.store);
        usleep(1'000'000);
        sizes.push_back(anonymous_megabytes(program.pid()));
    }
    return at_most("memory_idle", "MB", median(sizes), budget);
}

// Asks the script that knows what the home page loads; it needs the built pages in web/dist.
Measure web_first_load(const Surroundings& around, double budget) {
    const std::string command = "cd '" + around.web + "' && node scripts/size.mjs --json";
    const std::string text = output_of(command);
    const std::string name = "\"first_load\":";
    const std::size_t found = text.find(name);
    if (found == std::string::npos) stop("no web/dist: build the pages first (make)");
    return at_most("web_first_load", "kB",
                   std::strtod(text.c_str() + found + name.size(), nullptr) / 1000, budget);
}

}  // namespace clientela::bench
