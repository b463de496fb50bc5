// SPDX-License-Identifier: Apache-2.0
// import_csv: a file of accounts with a match on their number, log and receipt, against SQLite
// alone that inserts the same rows into the same table with the same indexes, 1,000 to a
// transaction. Both by the clock, since both have the machine to themselves.
// save_during_import: how long one save takes while such an import runs in the same server.
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/text.h"
#include "benchmarks.h"
#include "child.h"
#include "importing.h"
#include "load.h"
#include "raw_sqlite.h"

namespace clientela::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::int64_t kPerCommit = 1'000;
constexpr double kWorst = 0.99;
constexpr auto kPause = std::chrono::milliseconds(10);

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double import_seconds(const Importing& importing) {
    importing.renew();
    const auto start = Clock::now();
    importing.end(importing.begin());
    return seconds_since(start);
}

double raw_seconds(const Importing& importing) {
    importing.renew();
    RawDatabase database(importing.store());
    database.run("pragma synchronous=full; pragma journal_mode=wal");
    RawStatement row(database,
                     "insert into account (id, name, name_sort, kind, number, life_cycle, sector, "
                     "employees, country, language, originator_id, version, created_at, "
                     "created_by_id, updated_at, updated_by_id, owner_id) values (?, ?, ?, "
                     "'organisation', ?, 'prospect', 'software', 25, 'ES', 'es', 1, 1, ?, 1, ?, 1, "
                     "1)");
    const auto start = Clock::now();
    for (std::int64_t number = 0; number < importing.rows(); ++number) {
        if (number % kPerCommit == 0) database.run("begin immediate");
        const std::string name = imported_name(number);
        const std::int64_t now = 1'790'000'000'000 + number / 10;
        row.bind((number + 1) << 12).bind(name).bind(sort_key(name));
        row.bind("C-" + std::to_string(number)).bind(now).bind(now).done();
        if ((number + 1) % kPerCommit == 0) database.run("commit");
    }
    if (importing.rows() % kPerCommit != 0) database.run("commit");
    return seconds_since(start);
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

Measure import_csv(const Surroundings& around, double budget) {
    const Importing importing(around.program, around.store, around.fill.accounts);
    const double raw = raw_seconds(importing);
    const double ours = import_seconds(importing);
    Measure measure = against("import_csv", "s", ours, raw, budget);
    measure.more = {{"rows_per_second", static_cast<double>(importing.rows()) / ours}};
    return measure;
}

Measure save_during_import(const Surroundings& around, double budget) {
    const Importing importing(around.program, around.store, around.fill.accounts);
    const std::string token = importing.renew();
    const Child program = Child::serve(around.program, importing.store());
    const pid_t import = importing.begin();
    std::vector<double> times;
    while (goes_on(import)) {
        const auto start = Clock::now();
        const std::string answer = ask_once(program.port(), save_request(token, times.size()));
        times.push_back(seconds_since(start) * 1000);
        if (answer.find(" 201 ") == std::string::npos) stop("a save was refused: " + answer);
        std::this_thread::sleep_for(kPause);
    }
    importing.end(import);
    if (times.size() < 100) stop("the import ended before 100 saves: use a larger --scale");
    std::sort(times.begin(), times.end());
    const auto at = static_cast<std::size_t>(kWorst * static_cast<double>(times.size() - 1));
    Measure measure = at_most("save_during_import", "ms", times[at], budget);
    measure.more = {{"saves", static_cast<double>(times.size())},
                    {"median_ms", times[times.size() / 2]},
                    {"worst_ms", times.back()}};
    return measure;
}

}  // namespace clientela::bench
