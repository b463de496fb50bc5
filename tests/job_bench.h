// SPDX-License-Identifier: Apache-2.0
// A workbench with a runner of jobs. A further one on the same store is another server, or the same
// one after a crash. Knows the kinds undo and import.
#pragma once

#include <chrono>
#include <memory>

#include "api/application.h"
#include "importer/import.h"
#include "job/job_table.h"
#include "job/runner.h"
#include "job/undo.h"
#include "record/content_hash.h"
#include "tests/workbench.h"

namespace clientela {

class JobBench {
public:
    explicit JobBench(db::Store& store);

    job::Job find(Id id);
    std::vector<job::Failure> failures(Id id);
    // "done 5=1+2+0+1+1": state and receipt.
    std::string summary(Id id);
    std::string content();
    Id person(const std::string& name, const char* rights, bool administers = false);
    // A crash: what the runner held in memory is gone, its lease stands.
    void crash();
    // The leases that stand end that long after now (PostgreSQL); before now when it is negative.
    void leases_end_in(std::chrono::seconds left);
    Id submit(const job::Order& order, Id by = {});
    // Runs a whole import as bench.principal; its receipt.
    Result<importer::Receipt> import(const importer::ImportOptions& options);
    Result<importer::Receipt> receipt(Id id);

    Workbench bench;
    http::EventHub events;
    std::unique_ptr<api::Application> application;
    std::function<void(job::Kinds&)> add_kinds;
    job::RunnerOptions options;
    std::unique_ptr<job::Runner> runner;
};

}  // namespace clientela
