// SPDX-License-Identifier: Apache-2.0
// Works on jobs, batch after batch, in turns of about a second each, so that a short job need not
// wait for the end of a long one. A batch is made so small that the store's one writer is held for
// some 30 ms, and it is bulk work: interactive saves overtake it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "api/application.h"
#include "job/kind.h"

namespace clientela::job {

struct RunnerOptions {
    int threads = 2;
    std::chrono::milliseconds poll{500};  // how late a job of another server is noticed
    std::chrono::milliseconds turn{1'000};
    std::chrono::milliseconds lease{30'000};
    std::chrono::milliseconds retry{1'000};  // after the store could not be reached
    // So many tries in a row without a step, while the store itself answers, end a job.
    int tries_most = 20;
    std::string directory;
    // Told in the transaction that ends a job as done or failed, so that it is told once. What goes
    // wrong in telling never changes how the job ended.
    std::function<Result<void>(db::Transaction&, const Job&)> tell_end;
};

// What a caller says of a new job; the rest follows.
struct Order {
    std::string kind;
    Message title;
    std::string object;
    std::string parameters = "{}";
    std::optional<std::int64_t> total;
    bool undoable = false;
    Id undoes;
    std::optional<File> source;
    Id id;  // when the caller has made one
};

class Runner {
public:
    explicit Runner(api::Application& application, RunnerOptions options = {});
    ~Runner();  // stops
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    Kinds& kinds() { return kinds_; }
    const Kinds& kinds() const { return kinds_; }

    // Puts a job into the queue, in a transaction of its own or in the caller's (who nudges).
    Result<Job> submit(const Order& order, Id started_by);
    Result<Job> submit_in(db::Transaction& tx, const Order& order, Id started_by);
    void nudge();

    // By a person or for one; conflict when the state does not allow it.
    Result<Job> pause(Id id);
    Result<Job> resume(Id id);
    Result<Job> cancel(Id id);
    Result<Job> undo(Id id, Id by);  // the job that takes it back

    void start();
    void stop();  // returns when the present batches are done; what runs goes on at the next start

    // Waits for the end of a job, or until patience ends. Without start() its work is done in the
    // calling thread.
    Result<Job> wait(Id id, const std::function<void(const Job&)>& on_progress = {},
                     std::chrono::seconds patience = std::chrono::hours(24 * 365));
    // Nobody waits any more, so that requests end at once when the server is about to stop.
    void stop_waiting();
    // For tests: one batch of one job in the calling thread; false when nothing is to be done.
    bool run_once();
    void run_all();

    // Every few seconds: a long read between two batches must not cost the lease.
    Result<void> keep_leases();
    // Every hour: what jobs that are over have left behind, in the store and in the directory.
    Result<void> keep_house();
    // Every few minutes: files of kinds that keep them for a while only.
    Result<void> drop_results();
    // Where files of jobs lie: uploads that wait for their import, exports that wait to be fetched.
    const std::string& directory() const { return options_.directory; }
    Result<std::string> path_for(Id job, std::string_view ending) const;  // makes the directory

private:
    // One job on which this process works.
    struct Track {
        Id id;
        const Kind* kind = nullptr;
        std::shared_ptr<const schema::Schema> schema;  // the worker was begun with
        // What a person with masked fields may know of it; workers point into it.
        std::shared_ptr<const schema::Schema> view;
        std::shared_ptr<const schema::Schema> view_before;
        std::unique_ptr<Worker> worker;
        int size = 1;
        std::uint64_t served = 0;
        std::chrono::steady_clock::time_point not_before;
        int tries = 0;         // in a row that came to no committed step
        int waits = 0;         // for room on the disk, in a row
        bool reached = false;  // the store answered in this try
        bool over = false;
    };
    struct StepDone;
    using TrackPointer = std::shared_ptr<Track>;

    void work();
    TrackPointer pick(Id only);
    Result<bool> lease(Id id);
    void tell_refusal(const Result<bool>& leased);
    void give_turn(Track& track, std::chrono::milliseconds turn);
    bool advance(Track& track);
    Result<bool> advance_guarded(Track& track);
    void wait_for_room(Track& track, const Error& error) const;
    bool waits_for_room(Id id) const;
    Result<bool> step(Track& track, const Job& job);
    Result<void> write_step(Track& track, StepDone& done);
    Result<access::Principal> principal_for(db::Transaction& tx, Track& track,
                                            const Job& job) const;
    void after_step(Track& track, const StepDone& done);
    void fail(Track& track, const Error& error);
    void adapt(Track& track, std::chrono::milliseconds took) const;
    void release(const TrackPointer& track);
    void drop_stale(const std::vector<Job>& waiting);
    Result<void> tell_end(db::Transaction& tx, const Job& job) const;
    void tell_ended(Id id, const Kind& kind);
    Result<void> drop_files();
    bool has_its_file(const Job& job) const;
    Result<Job> move(Id id, const std::vector<State>& from, State to, const char* refusal);
    bool is_stopping();

    api::Application& application_;
    RunnerOptions options_;
    Kinds kinds_;
    std::string holder_;

    std::mutex mutex_;
    std::condition_variable woken_;
    bool nudged_ = false;
    bool stopping_ = false;
    bool nobody_waits_ = false;
    bool started_ = false;
    std::map<Id, TrackPointer> tracks_;
    std::set<Id> busy_;
    std::uint64_t turns_ = 0;
    std::string refusal_;  // of the last lease that was asked for
    std::vector<std::thread> threads_;
};

}  // namespace clientela::job
