// SPDX-License-Identifier: Apache-2.0
#include "measure.h"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/json_writer.h"

namespace clientela::bench {
namespace {

std::string number_text(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.4g", value);
    if (value >= 1000) std::snprintf(text, sizeof text, "%.0f", value);
    return text;
}

double clock_seconds(clockid_t clock) {
    timespec time{};
    if (clock_gettime(clock, &time) != 0) stop("no clock of that process");
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

Measure against(std::string name, std::string unit, double value, double baseline, double budget) {
    const double ratio = baseline > 0 ? value / baseline : 0;
    return {std::move(name),
            value,
            std::move(unit),
            baseline,
            ratio,
            budget,
            baseline > 0 && ratio <= budget,
            {}};
}

Measure at_most(std::string name, std::string unit, double value, double budget) {
    return {std::move(name), value, std::move(unit), 0, 0, budget, value <= budget, {}};
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double cpu_seconds(pid_t process) {
    clockid_t clock{};
    if (clock_getcpuclockid(process, &clock) != 0) stop("the process under test ended early");
    return clock_seconds(clock);
}

double thread_cpu_seconds() { return clock_seconds(CLOCK_THREAD_CPUTIME_ID); }

double anonymous_megabytes(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string word; status >> word;) {
        double kilobytes = 0;
        if (word == "RssAnon:" && status >> kilobytes) return kilobytes / 1024;
    }
    stop("no RssAnon in /proc");
}

std::string to_json(const std::vector<Measure>& measures) {
    JsonWriter writer;
    writer.begin_array();
    for (const Measure& measure : measures) {
        writer.begin_object();
        writer.member("name", measure.name);
        writer.key("value");
        writer.raw(number_text(measure.value));
        writer.member("unit", measure.unit);
        for (const auto& [name, value] :
             {std::pair{"baseline", measure.baseline}, std::pair{"ratio", measure.ratio},
              std::pair{"budget", measure.budget}}) {
            writer.key(name);
            writer.raw(number_text(value));
        }
        writer.member("ok", measure.ok);
        for (const auto& [name, value] : measure.more) {
            writer.key(name);
            writer.raw(number_text(value));
        }
        writer.end_object();
    }
    writer.end_array();
    return writer.take();
}

std::string to_line(const Measure& measure) {
    std::string line = measure.name;
    line.resize(std::max<std::size_t>(line.size() + 1, 16), ' ');
    line += number_text(measure.value) + " " + measure.unit;
    if (measure.baseline > 0) {
        line +=
            " against " + number_text(measure.baseline) + ": " + number_text(measure.ratio) + " x";
    }
    if (measure.budget > 0) line += ", at most " + number_text(measure.budget);
    for (const auto& [name, value] : measure.more)
        line += "; " + name + " " + number_text(value);
    return line + (measure.ok ? "" : "  OVER BUDGET");
}

void stop(const std::string& why) {
    std::fprintf(stderr, "clientela_bench: %s\n", why.c_str());
    std::exit(1);
}

void check(const Result<void>& result, const char* what) {
    if (!result.ok())
        stop(std::string(what) + ": " + result.error().message.key + " " + result.error().detail);
}

}  // namespace clientela::bench
