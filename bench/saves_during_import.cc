// SPDX-License-Identifier: Apache-2.0
// save_during_import: how long one save takes while an import runs in the same server.
#include "saves_during_import.h"

#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "benchmarks.h"
#include "child.h"
#include "load.h"

namespace clientela::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double kWorst = 0.99;
constexpr auto kPause = std::chrono::milliseconds(10);

double seconds_from(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string save_request(const std::string& token, std::uint64_t number) {
    const std::string body = "{\"name\":\"Guardada a mano " + std::to_string(number) + "\"}";
    return "POST /api/v1/accounts HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

bool goes_on(pid_t process) {
    siginfo_t state{};
    return waitid(P_PID, static_cast<id_t>(process), &state, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           state.si_pid == 0;
}

}  // namespace

SavesDuringImport save_during(const std::string& program, const Importing& importing) {
    const std::string token = importing.renew();
    const Child server = Child::serve(program, importing.store());
    const auto begun = Clock::now();
    const pid_t import = importing.begin();
    std::vector<double> times;
    while (goes_on(import)) {
        const auto start = Clock::now();
        const std::string answer = ask_once(server.port(), save_request(token, times.size()));
        times.push_back(seconds_from(start) * 1000);
        if (answer.find(" 201 ") == std::string::npos) stop("a save was refused: " + answer);
        std::this_thread::sleep_for(kPause);
    }
    importing.end(import);
    if (times.size() < 100) stop("the import ended before 100 saves: use a larger --scale");
    std::sort(times.begin(), times.end());
    const auto at = static_cast<std::size_t>(kWorst * static_cast<double>(times.size() - 1));
    return {seconds_from(begun), times.size(), times[times.size() / 2], times[at], times.back()};
}

Measure save_during_import(const Surroundings& around, double budget) {
    const Importing importing(around.program, around.store, around.fill.accounts);
    const SavesDuringImport saves = save_during(around.program, importing);
    Measure measure = at_most("save_during_import", "ms", saves.p99_ms, budget);
    measure.more = {{"saves", static_cast<double>(saves.number)},
                    {"median_ms", saves.median_ms},
                    {"worst_ms", saves.worst_ms}};
    return measure;
}

}  // namespace clientela::bench
