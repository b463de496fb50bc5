// SPDX-License-Identifier: Apache-2.0
// Pausing and cancelling are nothing but a change of the row by somebody else: the next batch locks
// the row, finds that it does not run any more, and does nothing.
#include "job/runner.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <spdlog/spdlog.h>

#include "access/load_principal.h"
#include "access/scopes.h"
#include "job/job_table.h"

namespace clientela::job {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kBatchLong{30};  // what somebody who saves may meet twice
constexpr milliseconds kBatchShort{12};
constexpr std::chrono::minutes kReadDeadline{10};
constexpr milliseconds kWaitPoll{100};
constexpr int kDoublings = 4;  // of the pause of a job that waits for room

// What a batch did, in the job's row.
void take(Step& step, Job& job) {
    if (step.anew) {
        job.counts = Counts{};
        job.extra.clear();
    }
    job.counts.add(step.counts);
    job.done = step.done ? *step.done : job.counts.rows;
    if (step.total) job.total = step.total;
    if (!step.place.empty()) job.place = std::move(step.place);
    if (step.result) job.result = std::move(step.result);
    for (const auto& added : step.extra) {
        const auto known = std::find_if(job.extra.begin(), job.extra.end(),
                                        [&](const auto& one) { return one.first == added.first; });
        if (known == job.extra.end()) {
            job.extra.push_back(added);
        } else {
            known->second += added.second;
        }
    }
}

// Errors after which the same batch may well succeed.
bool passes(const Error& error) { return error.code == ErrorCode::unavailable; }

// Somebody has to make room first, or the disk writable, however long that takes them.
bool needs_room(const Error& error) {
    return error.message.key == "db.storage_full" || error.message.key == "db.storage_read_only";
}

}  // namespace

struct Runner::StepDone {
    std::optional<Job> job;  // nothing: it was not to be done any more
    bool people = false;
    bool finished = false;
};

Runner::Runner(api::Application& application, RunnerOptions options)
    : application_(application),
      options_(std::move(options)),
      holder_(to_string(application.ids.next(application.clock.now().ms))) {}

Runner::~Runner() { stop(); }

Result<Job> Runner::submit(const Order& order, Id started_by) {
    std::optional<Job> job;
    Order complete = order;
    if (!complete.id) complete.id = application_.ids.next(application_.clock.now().ms);
    TRY(application_.store.write([&](db::Transaction& tx) -> Result<void> {
        job = TRY(submit_in(tx, complete, started_by));
        return {};
    }));
    nudge();
    return std::move(*job);
}

Result<Job> Runner::submit_in(db::Transaction& tx, const Order& order, Id started_by) {
    CHECK(kinds_.find(order.kind) != nullptr);
    Job job;
    job.created_at = application_.clock.now();
    job.id = order.id ? order.id : application_.ids.next(job.created_at.ms);
    job.kind = order.kind;
    job.title = order.title;
    job.object = order.object;
    job.parameters = order.parameters;
    job.total = order.total;
    job.undoable = order.undoable;
    job.undoes = order.undoes;
    job.source = order.source;
    job.started_by = started_by;
    TRY(insert(tx, job));
    auto kept = TRY(find(tx, job.id));
    CHECK(kept.has_value());
    return std::move(*kept);
}

void Runner::nudge() {
    {
        const std::lock_guard lock(mutex_);
        nudged_ = true;
    }
    woken_.notify_all();
}

void Runner::start() {
    const std::lock_guard lock(mutex_);
    if (started_) return;
    started_ = true;
    stopping_ = false;
    nobody_waits_ = false;
    for (int i = 0; i < options_.threads; ++i)
        threads_.emplace_back([this] { work(); });
}

void Runner::stop() {
    {
        const std::lock_guard lock(mutex_);
        if (!started_) return;
        stopping_ = true;
    }
    woken_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
    threads_.clear();
    tracks_.clear();
    const Result<void> given = application_.store.write(
        [&](db::Transaction& tx) { return give_back(tx, holder_); }, db::Priority::bulk);
    if (!given.ok()) spdlog::warn("jobs: {}", given.error().message.key);
    const std::lock_guard lock(mutex_);
    started_ = false;
    stopping_ = false;
}

bool Runner::is_stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

void Runner::stop_waiting() {
    {
        const std::lock_guard lock(mutex_);
        nobody_waits_ = true;
    }
    woken_.notify_all();
}

void Runner::work() {
    while (!is_stopping()) {
        const TrackPointer track = pick({});
        if (track) {
            give_turn(*track, options_.turn);
            release(track);
            continue;
        }
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, options_.poll, [this] { return nudged_ || stopping_; });
        nudged_ = false;
    }
}

// The one that waited longest for a turn; leased and marked busy.
Runner::TrackPointer Runner::pick(Id only) {
    std::vector<Job> waiting;
    const Result<void> read = application_.store.read([&](db::Transaction& tx) -> Result<void> {
        waiting = TRY(to_be_done(tx, holder_));
        return {};
    });
    if (!read.ok()) return nullptr;
    if (!only) drop_stale(waiting);
    TrackPointer best;
    {
        const std::lock_guard lock(mutex_);
        std::map<const Kind*, int> before;
        for (const Job& job : waiting) {
            if (only && job.id != only) continue;
            const Kind* kind = kinds_.find(job.kind);
            if (kind == nullptr) continue;  // another version of the program knows it
            if (!has_its_file(job)) continue;
            if (waits_for_room(job.id)) continue;
            if (kind->at_once > 0 && before[kind]++ >= kind->at_once) continue;
            if (busy_.contains(job.id)) continue;
            TrackPointer& track = tracks_[job.id];
            if (!track) {
                track = std::make_shared<Track>();
                track->id = job.id;
                track->kind = kind;
                track->size = kind->batch_first;
            }
            if (SteadyClock::now() < track->not_before) continue;
            if (!best || track->served < best->served) best = track;
        }
        if (!best) return nullptr;
        busy_.insert(best->id);
        best->served = ++turns_;
    }
    const Result<bool> leased = lease(best->id);
    tell_refusal(leased);
    if (leased.ok() && *leased) return best;
    best->over = leased.ok();
    release(best);
    return nullptr;
}

// Once per reason: nothing else tells that jobs stand still on a disk that cannot be written.
void Runner::tell_refusal(const Result<bool>& leased) {
    const std::lock_guard lock(mutex_);
    const std::string reason = leased.ok() ? std::string() : leased.error().message.key;
    if (!leased.ok() && reason != refusal_)
        spdlog::warn("no job can be begun: {} {}", reason, leased.error().detail);
    refusal_ = reason;
}

Result<bool> Runner::lease(Id id) {
    bool taken = false;
    TRY(application_.store.write(
        [&](db::Transaction& tx) -> Result<void> {
            taken = TRY(take_lease(tx, id, holder_, application_.clock.now(), options_.lease));
            return {};
        },
        db::Priority::bulk));
    return taken;
}

void Runner::release(const TrackPointer& track) {
    const std::lock_guard lock(mutex_);
    busy_.erase(track->id);
    if (track->over) tracks_.erase(track->id);
    woken_.notify_all();
}

void Runner::give_turn(Track& track, milliseconds turn) {
    const auto end = SteadyClock::now() + turn;
    while (advance(track) && SteadyClock::now() < end && !is_stopping()) {
    }
}

// One batch; true while there is more to do at once.
bool Runner::advance(Track& track) {
    track.reached = false;
    const Result<bool> more = advance_guarded(track);
    if (more.ok()) return *more;
    track.worker.reset();
    if (passes(more.error())) {
        if (needs_room(more.error())) {
            wait_for_room(track, more.error());
            return false;
        }
        track.not_before = SteadyClock::now() + options_.retry;
        if (!track.reached || ++track.tries < options_.tries_most) return false;
        Error given_up = make_error(ErrorCode::internal, "job.gave_up",
                                    {{"count", std::to_string(track.tries)}});
        given_up.detail = more.error().message.key + " " + more.error().detail;
        fail(track, given_up);
        return false;
    }
    fail(track, more.error());
    return false;
}

// Ever longer pauses, and batches that need less room; others of its kind may overtake it.
void Runner::wait_for_room(Track& track, const Error& error) const {
    if (track.waits == 0)
        spdlog::warn("job {} waits until the store can be written: {}", to_string(track.id),
                     error.detail);
    const auto pause = options_.retry * (1 << std::min(track.waits, kDoublings));
    track.not_before = SteadyClock::now() + pause;
    track.size = std::max(track.size / 2, track.kind->batch_least);
    ++track.waits;
}

// Its pause goes on; asked with the mutex held.
bool Runner::waits_for_room(Id id) const {
    const auto track = tracks_.find(id);
    return !busy_.contains(id) && track != tracks_.end() && track->second->waits > 0 &&
           SteadyClock::now() < track->second->not_before;
}

// Exceptions of third parties end here: a job is one of the three edges.
Result<bool> Runner::advance_guarded(Track& track) {
    try {
        std::optional<Job> job;
        TRY(application_.store.read([&](db::Transaction& tx) -> Result<void> {
            job = TRY(find(tx, track.id));
            return {};
        }));
        track.reached = true;
        if (!job || job->state != State::running) {
            if (job && is_over(job->state) && track.kind->ended) track.kind->ended(*job);
            track.over = true;
            return false;
        }
        return step(track, *job);
    } catch (const std::exception& thrown) {
        return internal_error(thrown.what());
    }
}

namespace {

// One view for all steps, so that what a worker points into stays; when the masks of the role
// changed, the old one lives until the worker is begun anew.
void keep_view(std::shared_ptr<const schema::Schema>& kept,
               std::shared_ptr<const schema::Schema>& before, access::Principal& person) {
    if (person.view == nullptr) return;
    const bool same = kept != nullptr && kept->whole == person.view->whole &&
                      kept->version == person.view->version;
    if (same) {
        person.view = kept;
        return;
    }
    before = std::exchange(kept, person.view);
}

}  // namespace

Result<access::Principal> Runner::principal_for(db::Transaction& tx, Track& track,
                                                const Job& job) const {
    const Kind& kind = *track.kind;
    if (!job.started_by) return access::Principal::system("job " + job.kind);
    auto person =
        access::load_principal(tx, *track.schema, job.started_by,
                               application_.company->zone.local(application_.clock.now()).date);
    if (!person.ok()) {
        if (person.error().code == ErrorCode::unauthenticated)
            return make_error(ErrorCode::forbidden, "job.person_gone");
        return person;
    }
    if (kind.for_administrators && !person->administers)
        return make_error(ErrorCode::forbidden, "job.not_administrator");
    keep_view(track.view, track.view_before, *person);
    if (!kind.as_program) return person;
    access::Principal program = access::Principal::system("job " + job.kind);
    program.user = person->user;
    program.team = person->team;
    return program;
}

Result<bool> Runner::step(Track& track, const Job& job) {
    const std::shared_ptr<const schema::Schema> present = application_.schema.get();
    if (track.worker && (track.schema != present || track.view_before != nullptr))
        track.worker.reset();
    if (!track.worker) {
        track.view_before.reset();
        track.schema = present;
        track.worker = TRY(track.kind->begin(application_, job));
    }
    if (track.worker->reads()) {
        TRY(application_.store.read(
            [&](db::Transaction& tx) -> Result<void> {
                const access::Principal person = TRY(principal_for(tx, track, job));
                record::Context context =
                    api::context_for(application_, *track.schema, tx, person, job.origin());
                return track.worker->read(context, job, track.size);
            },
            kReadDeadline));
    }
    TRY(track.worker->outside(job));
    StepDone done;
    TRY(write_step(track, done));
    after_step(track, done);
    return done.job && !done.finished;
}

Result<void> Runner::write_step(Track& track, StepDone& done) {
    SteadyClock::time_point begun;
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        begun = SteadyClock::now();
        done = StepDone{};
        std::optional<Job> locked = TRY(lock_for_step(tx, track.id, holder_));
        if (!locked) return {};
        Job& job = *locked;
        const access::Principal person = TRY(principal_for(tx, track, job));
        record::Context context =
            api::context_for(application_, *track.schema, tx, person, job.origin());
        Step step = TRY(track.worker->write(context, job, track.size));
        CHECK(step.counts.adds_up());
        if (step.anew) TRY(drop_failures(tx, job.id));
        TRY(insert_failures(tx, job.id, step.failures));
        take(step, job);
        job.updated_at = context.now;
        if (step.finished) {
            job.state = State::done;
            job.finished_at = context.now;
        }
        done.people = step.people;
        done.finished = step.finished;
        TRY(update(tx, job, options_.lease));
        if (step.finished) TRY(tell_end(tx, job));
        done.job = std::move(locked);
        return {};
    };
    TRY(application_.store.write(work, db::Priority::bulk));
    adapt(track, std::chrono::duration_cast<milliseconds>(SteadyClock::now() - begun));
    return {};
}

void Runner::adapt(Track& track, milliseconds took) const {
    if (took > kBatchLong) track.size /= 2;
    if (took < kBatchShort) track.size *= 2;
    track.size = std::clamp(track.size, track.kind->batch_least, track.kind->batch_most);
}

void Runner::after_step(Track& track, const StepDone& done) {
    if (!done.job) {
        track.worker.reset();  // what it holds may not be what stands
        track.over = true;
        tell_ended(track.id, *track.kind);
        return;
    }
    track.tries = 0;
    track.waits = 0;
    track.worker->committed();
    if (done.people || access::affects_principals(done.job->object))
        api::forget_rights(application_);
    if (application_.nudge) application_.nudge();
    if (!done.finished) return;
    track.over = true;
    track.worker.reset();
    if (track.kind->ended) track.kind->ended(*done.job);
}

void Runner::fail(Track& track, const Error& error) {
    spdlog::warn("job {}: {} {}", to_string(track.id), error.message.key, error.detail);
    std::optional<Job> failed;
    const Result<void> written = application_.store.write(
        [&](db::Transaction& tx) -> Result<void> {
            failed = TRY(lock_for_step(tx, track.id, holder_));
            if (!failed) return {};
            const Instant now = application_.clock.now();
            failed->state = State::failed;
            failed->finished_at = now;
            failed->updated_at = now;
            failed->error = error.fields.empty() ? error.message : error.fields.front().message;
            TRY(update(tx, *failed, options_.lease));
            return tell_end(tx, *failed);
        },
        db::Priority::bulk);
    if (!written.ok()) {  // the next turn meets the same error again
        track.not_before = SteadyClock::now() + options_.retry;
        return;
    }
    track.over = true;
    if (!failed) return tell_ended(track.id, *track.kind);  // cancelled meanwhile, it may be
    if (track.kind->ended) track.kind->ended(*failed);
}

Result<Job> Runner::wait(Id id, const std::function<void(const Job&)>& on_progress,
                         std::chrono::seconds patience) {
    const auto end = SteadyClock::now() + patience;
    for (;;) {
        std::optional<Job> job;
        TRY(application_.store.read([&](db::Transaction& tx) -> Result<void> {
            job = TRY(find(tx, id));
            return {};
        }));
        if (!job) return make_error(ErrorCode::not_found, "error.not_found");
        if (on_progress) on_progress(*job);
        bool by_threads = false;
        bool leave = SteadyClock::now() > end;
        {
            const std::lock_guard lock(mutex_);
            by_threads = started_;
            leave = leave || stopping_ || nobody_waits_;
        }
        if (is_over(job->state) || leave) return std::move(*job);
        const TrackPointer track = by_threads ? nullptr : pick(id);
        if (track) {
            give_turn(*track, kWaitPoll);
            release(track);
        } else {
            std::unique_lock lock(mutex_);
            woken_.wait_for(lock, kWaitPoll);
        }
    }
}

bool Runner::run_once() {
    const TrackPointer track = pick({});
    if (!track) return false;
    advance(*track);
    release(track);
    return true;
}

void Runner::run_all() {
    while (run_once()) {
    }
}

}  // namespace clientela::job
