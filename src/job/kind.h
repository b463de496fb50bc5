// SPDX-License-Identifier: Apache-2.0
// A kind of work that the runner can do in batches. Kinds are registered by hand in app/jobs.cc.
//
// A worker lives as long as one server works on one job; a crash, another server or a new set of
// definitions begins a new one, which must go on from Job::place. So nothing that the work depends
// on may stand in the worker alone.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/application.h"
#include "job/job.h"
#include "record/record.h"

namespace clientela::api {
struct Call;
}

namespace clientela::job {

// What one batch did; it is written into the job in the transaction of the batch.
struct Step {
    Counts counts;                      // added to the receipt
    std::vector<Failure> failures;      // of the rows that failed or were skipped
    Extra extra;                        // added up by name
    std::optional<std::int64_t> done;   // progress so far; else the rows of the receipt
    std::optional<std::int64_t> total;  // once it is known
    std::string place;                  // where the next batch goes on
    std::optional<File> result;         // a file that is ready
    bool anew = false;                  // what the receipt held before does not count any more
    bool finished = false;
    bool people = false;  // users, roles, teams or territories may have changed
};

class Worker {
public:
    virtual ~Worker() = default;
    // Work before each batch that needs no writer: on a snapshot, with the rights of the person.
    virtual bool reads() const { return false; }
    virtual Result<void> read(record::Context&, const Job&, int) { return {}; }
    // After reading and before the batch, outside of every transaction: for files.
    virtual Result<void> outside(const Job&) { return {}; }
    // The batch itself. It may run again from the start when the store retries the transaction.
    // An Error ends the job as failed and undoes this batch; a row's failure is no Error.
    virtual Result<Step> write(record::Context& context, const Job& job, int size) = 0;
    virtual void committed() {}
};

struct Kind {
    std::string name;
    // Saves with the rights of the program on behalf of the person, who must still be active.
    bool as_program = false;
    bool for_administrators = false;  // and must administer at each step
    int batch_least = 1;
    int batch_first = 50;
    int batch_most = 500;
    // So many of this kind on one server, oldest first; 0: all of them. One that waits for room on
    // the disk does not count.
    int at_once = 0;
    // How long a file that a job made waits to be fetched; 0: as long as the job is remembered.
    std::chrono::minutes result_kept{0};
    std::function<Result<std::unique_ptr<Worker>>(api::Application&, const Job&)> begin;
    std::function<void(const Job&)> ended;  // after the end, whichever: files of its own go
    // Whether the caller, who may see the job, may have its file today; else everybody who sees it.
    std::function<Result<void>(const api::Call&, const Job&)> may_fetch;
};

class Kinds {
public:
    void add(Kind kind) { kinds_.push_back(std::move(kind)); }
    const Kind* find(const std::string& name) const {
        for (const Kind& kind : kinds_) {
            if (kind.name == name) return &kind;
        }
        return nullptr;
    }

    const std::vector<Kind>& all() const { return kinds_; }

private:
    std::vector<Kind> kinds_;
};

}  // namespace clientela::job
