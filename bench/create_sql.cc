// SPDX-License-Identifier: Apache-2.0
// http_create: durable creates over 64 connections against the same row and one row of the log, 64
// to a commit, by SQLite alone. CPU time of either process; the wait for the disk is told beside
// it. The clock starts and stops when every consumer has caught up with the log, so that indexing
// counts for the rows of this round, all of them and no others (the baseline fills the log too).
#include <chrono>
#include <cstdio>
#include <thread>

#include "base/text.h"
#include "benchmarks.h"
#include "child.h"
#include "questions.h"
#include "raw_sqlite.h"

namespace clientela::bench {
namespace {

constexpr std::uint64_t kCreates = 6'400;
constexpr int kGroup = 64;

struct Cost {
    double microseconds = 0;  // of CPU, per row
    double per_second = 0;
};

void wait_for_consumers(const std::string& store) {
    RawDatabase database(store);
    RawStatement behind(database,
                        "select count(*) from consumer where seq < (select max(seq) from change)");
    for (int tries = 0; tries < 3'000; ++tries) {
        behind.step();
        const bool caught_up = behind.integer(0) == 0;
        behind.reset();
        if (caught_up) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    stop("the consumers do not catch up");
}

Cost through_program(const Surroundings& around) {
    const Child program = Child::serve(around.program, around.store);
    Load load = create_load();
    load.port = program.port();
    load.requests = 640;
    run_load(load);  // warm up
    wait_for_consumers(around.store);
    load.requests = kCreates;
    const double before = cpu_seconds(program.pid());
    const LoadResult result = run_load(load);
    wait_for_consumers(around.store);
    if (result.failures > 0)
        stop("the server refused creates: " + ask_once(load.port, load.request(0)));
    return {(cpu_seconds(program.pid()) - before) * 1e6 / static_cast<double>(result.answers),
            static_cast<double>(result.answers) / result.seconds};
}

std::string diff_of(RawDatabase& database) {
    RawStatement last(
        database,
        "select diff from change where op = 'create' and object_id = (select object_id from "
        "change order by seq desc limit 1) order by seq desc limit 1");
    return last.step() ? std::string(last.text(0)) : "{}";
}

std::int64_t next_id(RawDatabase& database) {
    RawStatement last(database, "select max(id) from account");
    last.step();
    return last.integer(0) + (1 << 12);
}

class RawCreates {
public:
    explicit RawCreates(const std::string& store)
        : database_(store),
          row_(
              database_,
              "insert into account (id, name, name_sort, kind, life_cycle, sector, revenue, "
              "revenue_currency, employees, country, language, originator_id, version, created_at, "
              "created_by_id, updated_at, updated_by_id, owner_id, team_id, territory_id) values "
              "(?, ?, ?, 'organisation', 'prospect', 'software', 18640000, 'EUR', 25, 'ES', 'es', "
              "?, 1, ?, ?, ?, "
              "?, ?, ?, null)"),
          log_(database_,
               "insert into change (tx_id, happened_at, actor_id, origin, op, object_id, "
               "record_id, version, "
               "diff) values (0, ?, ?, 'api', 'create', 1, ?, 1, ?)"),
          diff_(diff_of(database_)),
          id_(next_id(database_)) {
        database_.run("pragma synchronous=full; pragma journal_mode=wal");
    }

    void group(std::uint64_t first) {
        database_.run("begin immediate");
        for (std::uint64_t number = first; number < first + kGroup; ++number)
            add(company(number));
        database_.run("commit");
    }

private:
    void add(const std::string& name) {
        const std::int64_t user = user_id(kUsers - 1);
        const std::int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                                     std::chrono::system_clock::now().time_since_epoch())
                                     .count();
        id_ += 1 << 12;
        row_.bind(id_)
            .bind(name)
            .bind(sort_key(name))
            .bind(user)
            .bind(now)
            .bind(user)
            .bind(now)
            .bind(user);
        row_.bind(user).bind(team_id((kUsers - 1) % kTeams)).done();
        log_.bind(now).bind(user).bind(id_).bind(diff_).done();
    }

    RawDatabase database_;
    RawStatement row_;
    RawStatement log_;
    std::string diff_;
    std::int64_t id_;
};

Cost by_hand(const Surroundings& around) {
    RawCreates creates(around.store);
    for (std::uint64_t number = 0; number < 640; number += kGroup)
        creates.group(number);  // warm up
    const auto start = std::chrono::steady_clock::now();
    const double before = thread_cpu_seconds();
    for (std::uint64_t number = 0; number < kCreates; number += kGroup)
        creates.group(number);
    const double cpu = thread_cpu_seconds() - before;
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return {cpu * 1e6 / static_cast<double>(kCreates), static_cast<double>(kCreates) / seconds};
}

}  // namespace

Measure http_create(const Surroundings& around, double budget) {
    std::vector<double> program, baseline, per_second, baseline_per_second;
    for (int round = 0; round < around.rounds; ++round) {
        const Cost served = through_program(around);
        const Cost raw = by_hand(around);
        program.push_back(served.microseconds);
        per_second.push_back(served.per_second);
        baseline.push_back(raw.microseconds);
        baseline_per_second.push_back(raw.per_second);
    }
    Measure measure = against("http_create", "us CPU", median(program), median(baseline), budget);
    measure.more = {{"per_second", median(per_second)},
                    {"baseline_per_second", median(baseline_per_second)}};
    return measure;
}

}  // namespace clientela::bench
