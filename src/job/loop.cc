// SPDX-License-Identifier: Apache-2.0
// Two servers on one store may both prepare a batch; the row of the consumer is locked before
// writing, and whoever finds it moved drops what was prepared.
#include "job/loop.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include <spdlog/spdlog.h>

namespace clientela::job {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
constexpr std::chrono::milliseconds kRetryMax{60'000};

// Between two rounds while changes keep coming: many together cost hardly more than a few. The
// first change after a quiet moment is followed at once.
constexpr std::chrono::milliseconds kRest{100};

std::string text_of(const Error& error) {
    return error.detail.empty() ? error.message.key : error.message.key + ": " + error.detail;
}

// Exceptions of third parties end here: a job is one of the three edges.
template <class Work>
Result<bool> guarded(Work&& work) {
    try {
        return work();
    } catch (const std::exception& thrown) {
        return internal_error(thrown.what());
    }
}

}  // namespace

struct Loop::ConsumerState {
    Consumer consumer;
    std::string error;                   // of the last try
    std::optional<Instant> waits_since;  // the oldest change that is not worked in; none: caught up
    std::chrono::milliseconds pause{0};
    SteadyTime not_before;
};

struct Loop::FollowerState {
    Follower follower;
    std::optional<change::Cursor> place;  // none: not yet begun
};

struct Loop::Due {
    Timer timer;
    SteadyTime next;
};

Loop::Loop(db::Store& store, const Clock& clock, LoopOptions options)
    : store_(store), clock_(clock), options_(options) {}

Loop::~Loop() { stop(); }

void Loop::add(Consumer consumer) {
    auto state = std::make_unique<ConsumerState>();
    state->consumer = std::move(consumer);
    consumers_.push_back(std::move(state));
}

void Loop::add(Follower follower) {
    followers_.push_back(
        std::make_unique<FollowerState>(FollowerState{std::move(follower), std::nullopt}));
}

void Loop::add(Timer timer) {
    timers_.push_back(std::make_unique<Due>(Due{std::move(timer), SteadyTime{}}));
}

void Loop::start() {
    const std::lock_guard lock(mutex_);
    if (thread_.joinable()) return;
    stopping_ = false;
    thread_ = std::thread([this] { loop(); });
}

void Loop::nudge() {
    {
        const std::lock_guard lock(mutex_);
        if (nudged_) return;
        nudged_ = true;
    }
    woken_.notify_one();
}

void Loop::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_one();
    if (thread_.joinable()) thread_.join();
}

std::vector<Status> Loop::status() const {
    const Instant now = clock_.now();
    const std::lock_guard lock(mutex_);
    std::vector<Status> all;
    all.reserve(consumers_.size());
    for (const auto& state : consumers_) {
        std::int64_t lag = 0;
        if (state->waits_since) lag = std::max<std::int64_t>(now.ms - state->waits_since->ms, 1);
        all.push_back({state->consumer.name, lag, state->error});
    }
    return all;
}

void Loop::loop() {
    while (true) {
        const SteadyTime rested = std::chrono::steady_clock::now() + kRest;
        const bool more = run_once();
        run_timers();
        std::unique_lock lock(mutex_);
        if (!more && !nudged_) {
            woken_.wait_for(lock, options_.poll, [this] { return nudged_ || stopping_; });
        }
        if (!more) woken_.wait_until(lock, rested, [this] { return stopping_; });
        if (stopping_) return;
        nudged_ = false;
    }
}

bool Loop::run_once() {
    bool more = false;
    for (const auto& state : followers_)
        more = advance(*state) || more;
    for (const auto& state : consumers_)
        more = advance(*state) || more;
    last_ = {};
    return more;
}

Result<void> Loop::catch_up(std::string_view consumer) {
    {
        const std::lock_guard lock(mutex_);
        if (thread_.joinable()) return {};
    }
    for (const auto& state : consumers_) {
        if (state->consumer.name != consumer) continue;
        while (TRY(guarded([&] { return advance_batch(*state); }))) {
        }
        last_ = {};
    }
    return {};
}

bool Loop::advance(FollowerState& state) {
    Entries entries;
    const Result<bool> more = guarded([&]() -> Result<bool> {
        TRY(store_.read([&](db::Transaction& tx) -> Result<void> {
            if (!state.place) state.place = TRY(change::head(tx));
            entries = TRY(change::read_after(tx, *state.place, options_.follow_size));
            return {};
        }));
        if (entries.empty()) return false;
        state.place = change::Cursor{entries.back().tx_id, entries.back().seq};
        state.follower.follow(entries);
        return static_cast<int>(entries.size()) == options_.follow_size;
    });
    if (more.ok()) return *more;
    spdlog::warn("{}: {}", state.follower.name, text_of(more.error()));
    return false;
}

bool Loop::advance(ConsumerState& state) {
    if (std::chrono::steady_clock::now() < state.not_before) return false;
    const Result<bool> more = guarded([&] { return advance_batch(state); });
    if (more.ok()) {
        state.pause = std::chrono::milliseconds{0};
        state.not_before = {};
        return *more;
    }
    state.pause = std::clamp(state.pause * 2, options_.retry, kRetryMax);
    state.not_before = std::chrono::steady_clock::now() + state.pause;
    // What could not even be read waits since now at the least.
    note_wait(state, state.waits_since.value_or(clock_.now()));
    note_error(state, text_of(more.error()));
    return false;
}

// Mostly all consumers stand at the same place: what one of them read in this round serves those
// behind it. They know of records that are newer than the entry at hand anyway.
Result<std::shared_ptr<const Entries>> Loop::entries_after(db::Transaction& tx,
                                                           change::Cursor place) {
    if (last_.entries == nullptr || last_.after != place || last_.entries->empty()) {
        auto read = TRY(change::read_after(tx, place, options_.batch_size));
        last_ = {place, std::make_shared<const Entries>(std::move(read))};
    }
    return last_.entries;
}

Result<bool> Loop::advance_batch(ConsumerState& state) {
    change::Cursor place;
    std::shared_ptr<const Entries> read;
    Writing writing;
    TRY(store_.read([&](db::Transaction& tx) -> Result<void> {
        place = TRY(change::consumer_cursor(tx, state.consumer.name));
        read = TRY(entries_after(tx, place));
        if (read->empty()) return {};
        note_wait(state, read->front().happened_at);
        writing = TRY(state.consumer.prepare(tx, *read));
        return {};
    }));
    const Entries& entries = *read;
    if (entries.empty()) {
        note_wait(state, std::nullopt);
        note_error(state, {});
        return false;
    }
    const change::Cursor next{entries.back().tx_id, entries.back().seq};
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        if (TRY(change::lock_consumer(tx, state.consumer.name)) != place) return {};
        if (writing) TRY(writing(tx));
        return change::set_consumer_cursor(tx, state.consumer.name, next);
    };
    TRY(store_.write(work, db::Priority::bulk));
    const bool more = static_cast<int>(entries.size()) == options_.batch_size;
    note_wait(state, more ? std::optional(entries.back().happened_at) : std::nullopt);
    note_error(state, {});
    return more;
}

void Loop::note_wait(ConsumerState& state, std::optional<Instant> since) {
    const std::lock_guard lock(mutex_);
    state.waits_since = since;
}

// The store keeps the error too, for a look from outside; failing at that is not worth a further
// error.
void Loop::note_error(ConsumerState& state, const std::string& error) {
    {
        const std::lock_guard lock(mutex_);
        if (state.error == error) return;
        state.error = error;
    }
    if (!error.empty()) spdlog::error("{}: {}", state.consumer.name, error);
    const Result<void> kept = store_.write(
        [&](db::Transaction& tx) {
            return change::set_consumer_error(tx, state.consumer.name, error);
        },
        db::Priority::bulk);
    if (!kept.ok()) spdlog::warn("{}: {}", state.consumer.name, text_of(kept.error()));
}

void Loop::run_timers() {
    for (const auto& due : timers_) {
        const SteadyTime now = std::chrono::steady_clock::now();
        if (now < due->next) continue;
        due->next = now + due->timer.every;
        const Result<bool> done = guarded([&]() -> Result<bool> {
            TRY(due->timer.run());
            return true;
        });
        if (!done.ok()) spdlog::warn("{}: {}", due->timer.name, text_of(done.error()));
    }
}

}  // namespace clientela::job
