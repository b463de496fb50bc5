// SPDX-License-Identifier: Apache-2.0
// Imports that people start in the page: one after the other on a thread of their own, with
// progress and cancel. What is finished lives in the store (run_log.h); only what waits or runs is
// kept here.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "api/application.h"
#include "importer/import.h"

namespace clientela::importer {

struct ImportJob {
    Id id;
    std::shared_ptr<const access::Principal> principal;
    ImportOptions options;
    std::string state = "queued";  // queued, running, done, failed, cancelled
    Counts counts;
    std::optional<Error> error;  // nothing was changed
    Progress progress;
};

class ImportJobs {
public:
    explicit ImportJobs(api::Application& application);
    ~ImportJobs();  // stops before the next transaction of whatever runs
    ImportJobs(const ImportJobs&) = delete;
    ImportJobs& operator=(const ImportJobs&) = delete;

    void start(std::shared_ptr<ImportJob> job);
    // A copy of what is known of a waiting, running or lately failed job.
    struct Seen {
        Id created_by;
        std::string object;
        std::string file_name;
        bool dry_run = false;
        std::string state;
        Counts counts;
        std::optional<Error> error;
    };
    std::optional<Seen> find(Id id);
    bool cancel(Id id, Id user, bool administers);  // false: no such job of theirs

    ImportHost host(const access::Principal& principal) const;

private:
    void work();
    void run(ImportJob& job);

    api::Application& application_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<ImportJob>>
        jobs_;  // oldest first; finished ones leave when they are many
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace clientela::importer
