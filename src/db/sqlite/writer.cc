// SPDX-License-Identifier: Apache-2.0
// Group commit. A closure runs in a savepoint, so that a failing one never touches its neighbours;
// but SQLite copies each page that a savepoint changes, which costs a tenth of a save. So the first
// of a group runs without one, and those behind it while all of them may run again: when one of
// these fails, the transaction is rolled back and the group runs anew, now with savepoints.
#include "db/sqlite/writer.h"

#include <algorithm>
#include <array>
#include <utility>

#include <spdlog/spdlog.h>

#include "db/failure.h"
#include "db/sqlite/transaction.h"

namespace clientela::db::sqlite {

struct Writer::Job {
    const Work* work = nullptr;
    Queue queue = Queue::interactive;
    std::chrono::steady_clock::time_point arrived = std::chrono::steady_clock::now();
    Result<void> result;
    std::exception_ptr thrown;
    std::mutex mutex;
    std::condition_variable finished;
    bool done = false;
    // Of one that nobody waits for: it owns itself.
    Work own_work;
    Done told;
};

Writer::Writer(std::unique_ptr<Connection> connection, std::chrono::milliseconds group_time_max,
               std::chrono::milliseconds bulk_patience)
    : connection_(std::move(connection)),
      group_time_max_(group_time_max),
      bulk_patience_(bulk_patience),
      thread_([this] { loop(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    thread_.join();
}

Result<void> Writer::run(const Work& work, Queue queue) {
    CHECK(std::this_thread::get_id() != thread_.get_id());  // a write inside a write waits for ever
    Job job;
    job.work = &work;
    job.queue = queue;
    enqueue(job);
    std::unique_lock lock(job.mutex);
    job.finished.wait(lock, [&] { return job.done; });
    if (job.thrown) std::rethrow_exception(job.thrown);
    return std::move(job.result);
}

void Writer::run_later(Work work, Done done) {
    auto job = std::make_unique<Job>();
    job->own_work = std::move(work);
    job->work = &job->own_work;
    job->told = std::move(done);
    enqueue(*job.release());
}

void Writer::enqueue(Job& job) {
    {
        const std::lock_guard lock(mutex_);
        auto& waiting = job.queue == Queue::exclusive     ? exclusive_
                        : job.queue == Queue::interactive ? interactive_
                                                          : bulk_;
        waiting.push_back(&job);
    }
    arrived_.notify_one();
}

std::size_t Writer::waiting() {
    const std::lock_guard lock(mutex_);
    return exclusive_.size() + interactive_.size() + bulk_.size();
}

void Writer::loop() {
    while (Job* job = next(Wait::yes)) {
        run_group(job);
        if (fresh_pages() >= kPagesAtOnce) checkpoint();  // answers are out by now
    }
}

bool Writer::has_work() const {
    return stopping_ || !exclusive_.empty() || !interactive_.empty() || !bulk_.empty();
}

// Those who save take a moment to come back with the next one: only a writer that rests longer
// copies the log back early.
void Writer::wait_for_work(std::unique_lock<std::mutex>& lock) {
    const auto arrived = [this] { return has_work(); };
    if (fresh_pages() >= kIdlePages && !arrived_.wait_for(lock, kRest, arrived)) {
        lock.unlock();
        checkpoint();
        lock.lock();
    }
    arrived_.wait(lock, arrived);
}

// An exclusive closure only ever opens a group. An open group waits a moment until it is as large
// as the last one: many who save at once share a commit then, and one alone never waits.
Writer::Job* Writer::next(Wait wait) {
    std::unique_lock lock(mutex_);
    if (wait == Wait::yes) {
        wait_for_work(lock);
    } else {
        if (exclusive_.empty() && group_.size() < last_group_size_)
            arrived_.wait_for(lock, kStragglers, [this] { return has_work(); });
        if (!exclusive_.empty()) return nullptr;
    }
    std::array<std::deque<Job*>*, 3> queues{&exclusive_, &interactive_, &bulk_};
    if (bulk_is_due()) std::swap(queues[1], queues[2]);
    for (std::deque<Job*>* queue : queues) {
        if (queue->empty()) continue;
        Job* job = queue->front();
        queue->pop_front();
        return job;
    }
    return nullptr;
}

bool Writer::bulk_is_due() const {
    return !bulk_.empty() &&
           std::chrono::steady_clock::now() - bulk_.front()->arrived >= bulk_patience_;
}

// Most refusals come before anything is written. (DDL is not counted, and no record's save does
// it.)
bool Writer::leaves_nothing(const Job& job, std::int64_t changes_before) const {
    return job.told && connection_->total_changes() == changes_before;
}

void Writer::run_group(Job* first) {
    if (Result<void> begun = connection_->command("BEGIN IMMEDIATE"); !begun) {
        first->result = begun.error();
        return finish(*first);
    }
    const auto end = std::chrono::steady_clock::now() + group_time_max_;
    for (Job* job = first; job != nullptr; job = next(Wait::no)) {
        const bool bare = runs_bare(*job);
        const std::int64_t changes = connection_->total_changes();
        job->result = run_job(*job, bare);
        group_.push_back(job);
        const bool failed = !job->result || job->thrown;
        if (!connection_->in_transaction()) {
            // A full disk or a failed read rolled the whole transaction back.
            Error error = job->result ? store_unavailable() : job->result.error();
            if (job->result) error.detail = "a closure ended the transaction";
            return abandon(error);
        }
        if (failed && bare && !leaves_nothing(*job, changes)) {
            roll_back();
            if (group_.size() == 1) return finish_group({});
            if (Result<void> again = run_again(); !again) return abandon(again.error());
        }
        if (job->queue == Queue::exclusive || group_.size() >= kGroupJobsMax ||
            std::chrono::steady_clock::now() >= end) {
            break;
        }
    }
    Result<void> commit = connection_->command("COMMIT");
    if (commit) return finish_group({});
    Error error = std::move(commit).error();
    if (error.code == ErrorCode::internal) {
        // The disk refused; what reached it may or may not be found after the next start.
        error.code = ErrorCode::unavailable;
        error.message = write_unknown().message;
    }
    abandon(error);
}

// In this group, everybody so far may run again, and lately nobody failed.
bool Writer::runs_bare(const Job& job) {
    if (group_.empty()) return true;
    if (wary_ > 0) --wary_;
    const auto may_run_again = [](const Job* one) { return one->told != nullptr; };
    return wary_ == 0 && may_run_again(&job) &&
           std::all_of(group_.begin(), group_.end(), may_run_again);
}

Result<void> Writer::run_again() {
    wary_ = kWary;
    TRY(connection_->command("BEGIN IMMEDIATE"));
    for (Job* job : group_) {
        job->thrown = nullptr;
        job->result = run_job(*job, false);
        if (!connection_->in_transaction())
            return job->result ? Result<void>(store_unavailable()) : job->result;
    }
    return {};
}

void Writer::roll_back() {
    if (Result<void> undone = connection_->command("ROLLBACK"); !undone)
        spdlog::error("rollback failed: {}", undone.error().detail);
}

Result<void> Writer::run_job(Job& job, bool bare) {
    SqliteTransaction tx(*connection_);
    const auto guarded = [&]() -> Result<void> {
        try {
            return (*job.work)(tx);
        } catch (...) {
            job.thrown = std::current_exception();
            return internal_error("a write threw an exception");
        }
    };
    return bare ? tx.run(guarded) : tx.nested(guarded);
}

// The transaction is gone: everybody in it failed, whatever their own closure said.
void Writer::abandon(const Error& error) {
    spdlog::error("a group of {} writes failed: {}", group_.size(), error.detail);
    if (connection_->in_transaction()) roll_back();
    finish_group(error);
}

void Writer::finish_group(const Result<void>& commit) {
    last_group_size_ = group_.size();
    for (Job* job : group_) {
        if (job->result && !commit) job->result = commit;
        finish(*job);
    }
    group_.clear();
}

void Writer::tell(Job& job) {
    const std::unique_ptr<Job> own(&job);
    try {
        job.told(job.result);
    } catch (const std::exception& thrown) {
        spdlog::error("the end of a write was not told: {}", thrown.what());
    } catch (...) {
        spdlog::error("the end of a write was not told");
    }
}

// The job lives on the stack of the waiting thread and may be gone as soon as the lock is free.
void Writer::finish(Job& job) {
    if (job.told) return tell(job);
    const std::lock_guard lock(job.mutex);
    job.done = true;
    job.finished.notify_one();
}

// A log of 64 MB shall begin anew, which waits for those who read in it: a tenth of a second at
// first and more the longer the log is. In vain while somebody reads for minutes (a backup): then
// little of the log could be copied lately, and it is tried again only when the log is longer by a
// quarter.
std::chrono::milliseconds Writer::patience_for(int pages) {
    const bool held = pages - copied_pages_ > 2 * kPagesAtOnce;
    if (pages < kLogPages || (held && pages - waited_at_pages_ < waited_at_pages_ / 4)) return {};
    waited_at_pages_ = pages;
    return std::min(std::chrono::milliseconds(100) * (pages / kLogPages), kPatienceMax);
}

// Those that are not in the database file yet.
int Writer::fresh_pages() {
    const int pages = connection_->wal_pages();
    if (pages < copied_pages_) copied_pages_ = waited_at_pages_ = 0;  // the log began anew
    return pages - copied_pages_;
}

void Writer::checkpoint() {
    const int copied = connection_->checkpoint(patience_for(connection_->wal_pages()));
    if (copied >= 0) copied_pages_ = copied;
}

}  // namespace clientela::db::sqlite
