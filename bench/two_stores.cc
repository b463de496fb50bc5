// SPDX-License-Identifier: Apache-2.0
// The same questions to the program on SQLite and on PostgreSQL, by the clock, since a database
// server works outside the program's process: the median wait of one person alone, a new connection
// included (value and baseline), and how many answers a second 64 of them get. With an empty
// database beside it, also a file of accounts imported while one person saves. Nothing here has a
// budget.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "benchmarks.h"
#include "questions.h"
#include "saves_during_import.h"

namespace clientela::bench {
namespace {

struct Question {
    const char* name;
    Load load;
    std::uint64_t alone;  // how often one person asks, and 64 of them together
    std::uint64_t together;
};

struct Pace {
    double milliseconds = 0;
    double per_second = 0;
};

// Until the server has worked off what the writes left to its consumers.
void rest(const Child& server) {
    double before = 0;
    do {
        before = cpu_seconds(server.pid());
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
    } while (cpu_seconds(server.pid()) - before >
             0.02);  // a server at rest looks at its clock only
}

Pace pace_of(const Child& server, Load load, const Question& question) {
    load.port = server.port();
    std::vector<double> waits;
    load.connections = 1;
    load.requests = 1;
    for (std::uint64_t turn = 0; turn < question.alone; ++turn) {
        Load one = load;
        one.request = [&, turn](std::uint64_t) { return load.request(turn); };
        const LoadResult result = run_load(one);
        if (result.failures > 0) stop("refused: " + ask_once(load.port, load.request(turn)));
        waits.push_back(result.seconds * 1000);
    }
    load.connections = 64;
    load.requests = question.together;
    const LoadResult result = run_load(load);
    if (result.failures > 0) stop("refused: " + ask_once(load.port, load.request(0)));
    rest(server);
    return {median(waits), static_cast<double>(result.answers) / result.seconds};
}

Measure compared(const char* name, const char* unit, double beside, double usual) {
    Measure measure;
    measure.name = name;
    measure.unit = unit;
    measure.value = beside;
    measure.baseline = usual;
    measure.ratio = usual > 0 ? beside / usual : 0;
    measure.ok = true;
    return measure;
}

Measure compared(const Question& question, const Pace& beside, const Pace& usual) {
    Measure measure = compared(question.name, "ms", beside.milliseconds, usual.milliseconds);
    measure.more = {{"per_second", beside.per_second}, {"baseline_per_second", usual.per_second}};
    return measure;
}

void add(std::vector<Measure>& measures, const Measure& measure) {
    measures.push_back(measure);
    std::printf("%s\n", to_line(measure).c_str());
    std::fflush(stdout);
}

// The memory is that of the program alone; what PostgreSQL's own processes take comes on top.
void compare_starts(const Surroundings& around, const std::string& other,
                    std::vector<Measure>& measures) {
    std::vector<double> ready[2], memory[2];
    for (int round = 0; round < around.rounds; ++round) {
        for (const int side : {0, 1}) {
            const Child server = Child::serve(around.program, side == 0 ? around.store : other);
            ready[side].push_back(server.ready_ms());
            sleep(1);
            memory[side].push_back(anonymous_megabytes(server.pid()));
        }
    }
    add(measures, compared("start", "ms", median(ready[1]), median(ready[0])));
    add(measures, compared("memory_idle", "MB", median(memory[1]), median(memory[0])));
}

void compare_imports(const Surroundings& around, const std::string& empty,
                     std::vector<Measure>& measures) {
    const auto run = [&](const std::string& store) {
        return save_during(around.program,
                           Importing(around.program, around.store, around.fill.accounts, store));
    };
    const SavesDuringImport usual = run("");
    const SavesDuringImport beside = run(empty);
    add(measures, compared("import", "s", beside.import_seconds, usual.import_seconds));
    Measure saves = compared("save_during_import", "ms", beside.p99_ms, usual.p99_ms);
    saves.more = {{"median_ms", beside.median_ms}, {"baseline_median_ms", usual.median_ms}};
    add(measures, saves);
}

// Both servers end with it: what follows opens the stores itself.
void compare_questions(const Surroundings& around, const std::string& other,
                       std::vector<Measure>& measures) {
    const Child usual = Child::serve(around.program, around.store);
    const Child beside = Child::serve(around.program, other);
    const auto deep = static_cast<int>(std::min<std::int64_t>(10'000, around.fill.accounts / 100));
    const Load deep_usual = deep_list_load(usual, kAdministratorToken, deep);
    const Load deep_beside = deep_list_load(beside, kAdministratorToken, deep);
    const Question questions[] = {
        {"record", record_load(team_accounts(around.fill)), 200, 20'000},
        {"list", list_load(), 50, 1'000},
        {"list_deep", deep_usual, 50, 2'000},
        {"search", search_load(), 50, 500},
        {"list_grouped", grouped_load(), 3, 4},
        {"forecast", forecast_load(), 10, 100},
        {"create", create_load(), 200, 6'400},
    };
    for (const Question& question : questions) {
        const bool far = std::string_view(question.name) == "list_deep";
        const Pace at_home = pace_of(usual, question.load, question);
        const Pace away = pace_of(beside, far ? deep_beside : question.load, question);
        add(measures, compared(question, away, at_home));
    }
}

}  // namespace

std::vector<Measure> two_stores(const Surroundings& around, const std::string& other,
                                const std::string& empty) {
    index_accounts(around.store, around.fill);
    std::vector<Measure> measures;
    compare_questions(around, other, measures);
    compare_starts(around, other, measures);
    if (!empty.empty()) compare_imports(around, empty, measures);
    return measures;
}

}  // namespace clientela::bench
