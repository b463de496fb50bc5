// SPDX-License-Identifier: Apache-2.0
// The one background thread that follows the change log. A consumer keeps its place in the store
// and never misses or repeats a change; a follower begins at the present and keeps nothing (the
// stream of changes); a timer does housekeeping. All of them are named by hand in app/consumers.cc.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "change/log.h"
#include "db/store.h"

namespace clientela::job {

using Entries = std::vector<change::Entry>;
// What is to be written for a batch; empty: nothing. It may run again after a lost connection.
using Writing = std::function<Result<void>(db::Transaction&)>;

// Reading and reckoning happen on a snapshot, so that the store's one writer is held for the
// writing only. The place in the log moves in the same transaction. Must be idempotent: what it
// writes follows from the records as they stand, not from how often a change was seen.
struct Consumer {
    std::string name;
    std::function<Result<Writing>(db::Transaction& snapshot, const Entries& entries)> prepare;
};

struct Follower {
    std::string name;
    std::function<void(const Entries& entries)> follow;
};

struct Timer {
    std::string name;
    std::chrono::milliseconds every{};
    std::function<Result<void>()> run;  // also once at the start
};

struct Status {
    std::string name;
    std::int64_t lag_ms = 0;  // age of the oldest change that is not worked in; 0: caught up
    std::string error;        // of the last try, for the log and health; empty: it works
};

struct LoopOptions {
    std::chrono::milliseconds poll{500};  // how late another server's writes are noticed
    int batch_size = 500;                 // keeps a write transaction under 50 ms
    int follow_size = 2000;
    std::chrono::milliseconds retry{1'000};  // after an error; doubles up to a minute
};

class Loop {
public:
    Loop(db::Store& store, const Clock& clock, LoopOptions options = {});
    ~Loop();  // stops

    void add(Consumer consumer);
    void add(Follower follower);
    void add(Timer timer);

    void start();
    void nudge();  // something was written; from any thread
    void stop();   // returns when the present batch is done

    std::vector<Status> status() const;

    // One batch of everybody in the calling thread; true while there is more to do. For tests, and
    // for commands that want to end with everything worked in. Not beside start().
    bool run_once();

    // Everything that the log holds for one consumer, in the calling thread; nothing while the
    // thread of start() does it. For a command that is about to read what the consumer writes.
    Result<void> catch_up(std::string_view consumer);

private:
    struct ConsumerState;
    struct FollowerState;
    struct Due;  // one timer

    void loop();
    Result<std::shared_ptr<const Entries>> entries_after(db::Transaction& tx, change::Cursor place);
    bool advance(ConsumerState& state);
    Result<bool> advance_batch(ConsumerState& state);
    bool advance(FollowerState& state);
    void run_timers();
    void note_wait(ConsumerState& state, std::optional<Instant> since);
    void note_error(ConsumerState& state, const std::string& error);

    db::Store& store_;
    const Clock& clock_;
    LoopOptions options_;
    std::vector<std::unique_ptr<ConsumerState>> consumers_;
    std::vector<std::unique_ptr<FollowerState>> followers_;
    std::vector<std::unique_ptr<Due>> timers_;
    struct {
        change::Cursor after;
        std::shared_ptr<const Entries> entries;
    } last_;  // what was read of the log in this round

    mutable std::mutex mutex_;
    std::condition_variable woken_;
    bool nudged_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace clientela::job
