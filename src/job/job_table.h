// SPDX-License-Identifier: Apache-2.0
// The tables job, job_failure and job_item. A lease says which server works on a job; it is looked
// at, and its row locked, in the transaction of every batch.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"
#include "job/job.h"

namespace clientela::job {

Result<void> insert(db::Transaction& tx, const Job& job);
Result<std::optional<Job>> find(db::Transaction& tx, Id id);

struct Search {
    Id started_by;     // 0: of everybody
    std::string kind;  // empty: all
    bool active = false;
    Id before;  // older than this one
    int limit = 50;
};
Result<std::vector<Job>> newest(db::Transaction& tx, const Search& search);
// Whatever moved at or after `since`, oldest first; of those at `since` itself, the ones behind
// `after`. Parameters and places are left out.
Result<std::vector<Job>> moved_since(db::Transaction& tx, Instant since, int limit, Id after = {});

// Waiting or running ones that nobody living holds a lease on but `holder`. On SQLite one process
// has the store, so a lease of another is that of a dead one. On PostgreSQL its own clock says when
// a lease ends, so that those of the servers may differ; one that ends more than two minutes ahead
// was given before that clock was set back, and counts no more.
Result<std::vector<Job>> to_be_done(db::Transaction& tx, std::string_view holder);
// False: it is not to be done any more, or somebody else holds it.
Result<bool> take_lease(db::Transaction& tx, Id id, std::string_view holder, Instant now,
                        std::chrono::milliseconds lease);
Result<void> renew_leases(db::Transaction& tx, std::string_view holder,
                          std::chrono::milliseconds lease);
Result<void> give_back(db::Transaction& tx, std::string_view holder);

// The job as it stands, its row locked until the transaction ends; nothing when it does not run or
// another holds the lease.
Result<std::optional<Job>> lock_for_step(db::Transaction& tx, Id id, std::string_view holder);
// State, progress, receipt, error and result; the lease begins anew.
Result<void> update(db::Transaction& tx, const Job& job, std::chrono::milliseconds lease);

// Those not over whose file is not there, as in a store that was restored, end by saying so.
Result<void> fail_without_file(db::Transaction& tx, Instant now);

// From one of the states in `from`; false: it stood in none of them.
Result<bool> move_state(db::Transaction& tx, Id id, const std::vector<State>& from, State to,
                        Instant now);
// False: another undo than `earlier`, which came to nothing, has it.
Result<bool> set_undone_by(db::Transaction& tx, Id id, Id undo, Id earlier);

// They are numbered as they come; one that has a number, so that it stands elsewhere, keeps it.
Result<void> insert_failures(db::Transaction& tx, Id job, const std::vector<Failure>& failures);
Result<void> drop_failures(db::Transaction& tx, Id job);
Result<std::vector<Failure>> failures(db::Transaction& tx, Id job, std::int64_t after, int limit);
Result<std::int64_t> count_failures(db::Transaction& tx, Id job);

// Whatever a kind of work must remember by number: the ids of a set, rows held back.
struct Item {
    std::int64_t number = 0;
    std::string text;
};
Result<void> put_items(db::Transaction& tx, Id job, const std::vector<Item>& items);
Result<std::vector<Item>> items(db::Transaction& tx, Id job, std::int64_t from, int limit);
Result<void> drop_items(db::Transaction& tx, Id job, std::int64_t from, std::int64_t to);
// What only unfinished work needs, of jobs that are over; and failures of those that ended before.
Result<void> clean_up(db::Transaction& tx, Instant failures_before);
// Jobs of a kind that ended before then lose the file they made; gives the paths.
Result<std::vector<std::string>> forget_results(db::Transaction& tx, std::string_view kind,
                                                Instant ended_before);
// Whether something may still ask for a file of the job: it is not over, or the file is its result.
Result<bool> needs_file(db::Transaction& tx, Id job, const std::string& path);

}  // namespace clientela::job
