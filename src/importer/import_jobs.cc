// SPDX-License-Identifier: Apache-2.0
// One thread suffices: the store takes one bulk writer at a time anyway.
#include "importer/import_jobs.h"

#include <algorithm>
#include <filesystem>

namespace clientela::importer {
namespace {

constexpr std::size_t kJobsKept = 100;

bool is_over(const ImportJob& job) { return job.state != "queued" && job.state != "running"; }

}  // namespace

ImportJobs::ImportJobs(api::Application& application)
    : application_(application), thread_([this] { work(); }) {}

ImportJobs::~ImportJobs() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const auto& job : jobs_)
            job->progress.cancelled = true;
    }
    changed_.notify_all();
    thread_.join();
}

ImportHost ImportJobs::host(const access::Principal& principal) const {
    return ImportHost{application_.store,   application_.schema, application_.rules,
                      application_.company, principal,           application_.ids,
                      application_.clock};
}

void ImportJobs::start(std::shared_ptr<ImportJob> job) {
    {
        const std::lock_guard lock(mutex_);
        while (jobs_.size() >= kJobsKept && is_over(*jobs_.front()))
            jobs_.pop_front();
        jobs_.push_back(std::move(job));
    }
    changed_.notify_all();
}

std::optional<ImportJobs::Seen> ImportJobs::find(Id id) {
    const std::lock_guard lock(mutex_);
    for (const auto& job : jobs_) {
        if (job->id != id) continue;
        return Seen{job->principal->user,
                    job->options.object,
                    job->options.file_name,
                    job->options.dry_run,
                    job->state,
                    job->counts,
                    job->error};
    }
    return std::nullopt;
}

bool ImportJobs::cancel(Id id, Id user, bool administers) {
    const std::lock_guard lock(mutex_);
    for (const auto& job : jobs_) {
        if (job->id != id || (job->principal->user != user && !administers)) continue;
        job->progress.cancelled = true;
        return true;
    }
    return false;
}

void ImportJobs::work() {
    for (;;) {
        std::shared_ptr<ImportJob> next;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] {
                if (stopping_) return true;
                const auto waiting = std::find_if(jobs_.begin(), jobs_.end(), [](const auto& job) {
                    return job->state == "queued";
                });
                if (waiting != jobs_.end()) next = *waiting;
                return next != nullptr;
            });
            if (stopping_) return;
            next->state = "running";
        }
        run(*next);
    }
}

void ImportJobs::run(ImportJob& job) {
    job.progress.on_rows = [&](const Counts& counts) {
        const std::lock_guard lock(mutex_);
        job.counts = counts;
    };
    const ImportHost here = host(*job.principal);
    const Result<Receipt> receipt = run_import(here, job.options, job.progress);
    if (!job.options.file.empty()) {
        std::error_code ignored;
        std::filesystem::remove(job.options.file, ignored);
    }
    // An import may bring in people, roles or teams.
    application_.principals.invalidate();
    application_.shares.forget();
    const std::lock_guard lock(mutex_);
    if (receipt.ok()) {
        job.state = receipt->state;
        job.counts = receipt->counts;
    } else {
        job.state = "failed";
        job.error = receipt.error();
    }
}

}  // namespace clientela::importer
