// SPDX-License-Identifier: Apache-2.0
// import_csv: a file of accounts with a match on their number, log and receipt, against SQLite
// alone that inserts the same rows into the same table with the same indexes, 1,000 to a
// transaction. Both by the clock, since both have the machine to themselves.
#include <chrono>

#include "base/text.h"
#include "benchmarks.h"
#include "importing.h"
#include "raw_sqlite.h"

namespace clientela::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::int64_t kPerCommit = 1'000;

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

}  // namespace

Measure import_csv(const Surroundings& around, double budget) {
    const Importing importing(around.program, around.store, around.fill.accounts);
    const double raw = raw_seconds(importing);
    const double ours = import_seconds(importing);
    Measure measure = against("import_csv", "s", ours, raw, budget);
    measure.more = {{"rows_per_second", static_cast<double>(importing.rows()) / ours}};
    return measure;
}

}  // namespace clientela::bench
