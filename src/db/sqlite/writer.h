// SPDX-License-Identifier: Apache-2.0
// The one writer of a SQLite store: a thread that takes closures from two queues, interactive
// before bulk, and runs several in one transaction, so that they share one wait for the disk.
// Nobody gets an answer before the COMMIT stands on it.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "db/sqlite/connection.h"

namespace clientela::db::sqlite {

enum class Queue { exclusive, interactive, bulk };

class Writer {
public:
    // A closure that begins after `group_time_max` belongs to the next transaction.
    // Bulk work that waited for `bulk_patience` goes before interactive work, one closure at a
    // time: where hundreds save without a pause, the queue of theirs is never empty.
    explicit Writer(std::unique_ptr<Connection> connection,
                    std::chrono::milliseconds group_time_max = std::chrono::milliseconds(20),
                    std::chrono::milliseconds bulk_patience = std::chrono::milliseconds(250));
    ~Writer();  // finishes what is queued
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    Result<void> run(const Work& work, Queue queue);  // waits for the commit
    // `done` runs on the thread of the writer; `work` may run twice.
    void run_later(Work work, Done done);
    std::size_t waiting();  // closures that have not begun

private:
    struct Job;
    enum class Wait { yes, no };

    void enqueue(Job& job);
    void loop();
    Job* next(Wait wait);
    bool bulk_is_due() const;
    bool leaves_nothing(const Job& job, std::int64_t changes_before) const;
    void run_group(Job* first);
    bool runs_bare(const Job& job);
    Result<void> run_job(Job& job, bool bare);
    Result<void> run_again();
    void roll_back();
    void abandon(const Error& error);
    void finish_group(const Result<void>& commit);
    static void finish(Job& job);
    static void tell(Job& job);
    std::chrono::milliseconds patience_for(int pages);
    bool has_work() const;
    int fresh_pages();
    void checkpoint();
    void wait_for_work(std::unique_lock<std::mutex>& lock);

    static constexpr std::size_t kGroupJobsMax = 200;
    static constexpr int kWary = 1'000;  // closures behind one that failed
    static constexpr int kLogPages = 16'384;
    static constexpr int kPagesAtOnce = 4'000;  // copied back at the latest, 16 MB
    static constexpr int kIdlePages = 1'000;    // worth copying while nobody writes
    static constexpr std::chrono::milliseconds kRest{50};
    static constexpr std::chrono::microseconds kStragglers{500};
    static constexpr std::chrono::milliseconds kPatienceMax{1'000};

    std::unique_ptr<Connection> connection_;
    std::chrono::milliseconds group_time_max_;
    std::chrono::milliseconds bulk_patience_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job*> exclusive_;
    std::deque<Job*> interactive_;
    std::deque<Job*> bulk_;
    bool stopping_ = false;
    std::vector<Job*> group_;  // ran in the open transaction; belongs to the thread
    std::size_t last_group_size_ = 0;
    int wary_ = 0;             // so many closures to come get savepoints
    int copied_pages_ = 0;     // of the log, at the last checkpoint
    int waited_at_pages_ = 0;  // its length when readers were last waited for
    std::thread thread_;
};

}  // namespace clientela::db::sqlite
