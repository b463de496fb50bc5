// SPDX-License-Identifier: Apache-2.0
// clientela_bench --out FILE [--scale 1M] [--only NAME,NAME] [--rounds N]: runs the benchmarks on
// generated stores beside the program, prints a line each and leaves all of them in FILE. Ends with
// 1 when one is over its budget. With --beside it asks two stores the same questions instead.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "benchmarks.h"

namespace clientela::bench {
namespace {

using Benchmark = Measure (*)(const Surroundings&, double budget);
constexpr std::pair<const char*, Benchmark> kBenchmarks[] = {
    {"http_get", http_get},
    {"http_list", http_list},
    {"http_list_deep", http_list_deep},
    {"http_list_grouped", http_list_grouped},
    {"search", search},
    {"http_create", http_create},
    {"import_csv", import_csv},
    {"save_during_import", save_during_import},
    {"forecast", forecast},
    {"start", start},
    {"memory_idle", memory_idle},
    {"web_first_load", web_first_load},
};

std::map<std::string, double> load_budgets(const std::filesystem::path& file) {
    std::ifstream input(file);
    std::stringstream text;
    text << input.rdbuf();
    boost::system::error_code failed;
    const boost::json::value document = boost::json::parse(text.str(), failed);
    if (failed || !document.is_object()) stop("cannot read " + file.string());
    std::map<std::string, double> budgets;
    for (const auto& [name, value] : document.get_object())
        budgets[std::string(name)] = value.to_number<double>();
    return budgets;
}

std::int64_t parse_scale(const std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    const std::string unit = end;
    const double times = unit == "M" ? 1e6 : unit == "k" ? 1e3 : 1;
    if (number * times < 1000 || unit.size() > 1)
        stop("--scale wants a number of accounts from 1k");
    return static_cast<std::int64_t>(number * times);
}

std::filesystem::path program_directory() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

struct Options {
    std::string out;
    std::string scale = "1M";
    std::vector<std::string> only;
    std::string beside;
    std::string empty;
    int rounds = 5;
};

bool wanted(const Options& options, const std::string& name) {
    return options.only.empty() ||
           std::find(options.only.begin(), options.only.end(), name) != options.only.end();
}

Surroundings surround(const Options& options) {
    const std::filesystem::path build = program_directory();
    Surroundings around;
    around.program = build / "clientela";
    around.web = build.parent_path() / "web";
    around.store = build / ("bench-store-" + options.scale);
    around.small_store = build / ("bench-store-tenth-of-" + options.scale);
    around.fill.accounts = parse_scale(options.scale);
    around.rounds = options.rounds;
    return around;
}

int compare(const Options& options) {
    const Surroundings around = surround(options);
    ensure_store(around.store, around.fill);
    const std::vector<Measure> measures = two_stores(around, options.beside, options.empty);
    if (!options.out.empty()) std::ofstream(options.out) << to_json(measures) << "\n";
    return 0;
}

int run(const Options& options) {
    const Surroundings around = surround(options);
    const auto budgets = load_budgets(program_directory().parent_path() / "bench" / "budgets.json");
    const auto needs_store = [&](const char* name) {
        constexpr std::string_view kWithout[] = {"web_first_load", "import_csv",
                                                 "save_during_import"};
        return std::find(std::begin(kWithout), std::end(kWithout), name) == std::end(kWithout) &&
               wanted(options, name);
    };
    bool fill = false;
    for (const auto& [name, benchmark] : kBenchmarks)
        fill = fill || needs_store(name);
    if (fill) ensure_store(around.store, around.fill);
    if (wanted(options, "forecast"))
        ensure_store(around.small_store, Fill{around.fill.accounts / 10});
    std::vector<Measure> measures;
    bool within = true;
    for (const auto& [name, benchmark] : kBenchmarks) {
        if (!wanted(options, name)) continue;
        measures.push_back(benchmark(around, budgets.at(name)));
        within = within && measures.back().ok;
        std::printf("%s\n", to_line(measures.back()).c_str());
        std::fflush(stdout);
        if (!options.out.empty()) std::ofstream(options.out) << to_json(measures) << "\n";
    }
    return within ? 0 : 1;
}

}  // namespace
}  // namespace clientela::bench

int main(int count, char** words) {
    clientela::bench::Options options;
    CLI::App app("Benchmarks of clientela against bare baselines of the same run");
    app.add_option("--out", options.out, "file for the results");
    app.add_option("--scale", options.scale, "number of accounts, as 1M or 20k");
    app.add_option("--only", options.only, "names of benchmarks")->delimiter(',');
    app.add_option("--beside", options.beside,
                   "postgresql://... with the same records: compares the two stores instead");
    app.add_option("--empty", options.empty,
                   "postgresql://... with nothing in it, to import a file into; with --beside");
    app.add_option("--rounds", options.rounds, "rounds of each measurement")
        ->check(CLI::Range(1, 99));
    CLI11_PARSE(app, count, words);
    return options.beside.empty() ? clientela::bench::run(options)
                                  : clientela::bench::compare(options);
}
