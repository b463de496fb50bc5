// SPDX-License-Identifier: Apache-2.0
// One measured value against its baseline of the same run, and the few numbers that are read from
// the kernel: CPU time and memory of a process.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace clientela::bench {

struct Measure {
    std::string name;
    double value = 0;
    std::string unit;
    double baseline = 0;
    double ratio = 0;
    double budget = 0;  // of the ratio, or of the value where there is no baseline
    bool ok = false;
    std::vector<std::pair<std::string, double>> more;  // what else the run counted
};

Measure against(std::string name, std::string unit, double value, double baseline, double budget);
Measure at_most(std::string name, std::string unit, double value, double budget);

double median(std::vector<double> values);

double cpu_seconds(pid_t process);          // user + system, all threads, to the microsecond
double thread_cpu_seconds();                // of the calling thread
double anonymous_megabytes(pid_t process);  // RssAnon

std::string to_json(const std::vector<Measure>& measures);
std::string to_line(const Measure& measure);

// A failed run is a programme error of the benchmark or of its surroundings: says so and ends.
[[noreturn]] void stop(const std::string& why);
void check(const Result<void>& result, const char* what);

}  // namespace clientela::bench
