// SPDX-License-Identifier: Apache-2.0
// Program and baseline behind HTTP, in turn: what the benchmarks of reading share.
#pragma once

#include <cstdint>
#include <string>

#include "benchmarks.h"
#include "child.h"
#include "load.h"
#include "questions.h"

namespace clientela::bench {

// Microseconds of CPU of the server process, per answer.
double cpu_per_request(const Child& server, Load load);

struct Pair {
    double program = 0;
    double baseline = 0;
};

// Medians over the rounds. Stops when the two give answers of different size.
Pair alternate(const Surroundings& around, Load program_load, Load baseline_load,
               std::uint64_t requests);

}  // namespace clientela::bench
