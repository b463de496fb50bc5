// SPDX-License-Identifier: Apache-2.0
// What is done to jobs from outside their batches: pause, resume, cancel, undo, and the care for
// what others left behind.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <spdlog/spdlog.h>

#include "job/job_table.h"
#include "job/runner.h"
#include "job/undo.h"

namespace clientela::job {
namespace {

constexpr std::chrono::hours kFileYoung{24};
constexpr std::int64_t kFailuresMs = 90LL * 24 * 3'600'000;

Result<Job> found_or(std::optional<Job> job) {
    if (!job) return make_error(ErrorCode::not_found, "error.not_found");
    return std::move(*job);
}

// Files of jobs hold customers: nobody else may look into their directory, nor have made it.
std::error_code keep_to_owner(const std::string& directory) {
    struct stat found {};
    if (::lstat(directory.c_str(), &found) != 0) return {errno, std::generic_category()};
    if (!S_ISDIR(found.st_mode)) return std::make_error_code(std::errc::not_a_directory);
    if (found.st_uid != ::geteuid())
        return std::make_error_code(std::errc::operation_not_permitted);
    std::error_code failed;
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failed);
    return failed;
}

}  // namespace

Result<Job> Runner::move(Id id, const std::vector<State>& from, State to, const char* refusal) {
    std::optional<Job> job;
    TRY(application_.store.write([&](db::Transaction& tx) -> Result<void> {
        const bool moved = TRY(move_state(tx, id, from, to, application_.clock.now()));
        job = TRY(find(tx, id));
        if (job && !moved) return make_error(ErrorCode::conflict, refusal);
        return {};
    }));
    nudge();
    return found_or(std::move(job));
}

Result<Job> Runner::pause(Id id) {
    return move(id, {State::waiting, State::running}, State::paused, "job.cannot_pause");
}

Result<Job> Runner::resume(Id id) {
    return move(id, {State::paused}, State::waiting, "job.cannot_resume");
}

Result<Job> Runner::cancel(Id id) {
    Job job = TRY(move(id, {State::waiting, State::running, State::paused}, State::cancelled,
                       "job.cannot_cancel"));
    bool here = false;
    {
        const std::lock_guard lock(mutex_);
        here = busy_.contains(id);
    }
    const Kind* kind = kinds_.find(job.kind);
    if (!here && kind != nullptr && kind->ended) kind->ended(job);
    return job;
}

Result<Job> Runner::undo(Id id, Id by) {
    std::optional<Job> made;
    const Id made_id = application_.ids.next(application_.clock.now().ms);
    TRY(application_.store.write([&](db::Transaction& tx) -> Result<void> {
        const Job job = TRY(found_or(TRY(find(tx, id))));
        if (!is_over(job.state)) return make_error(ErrorCode::conflict, "job.not_over");
        if (!job.undoable || !job.changed_something())
            return make_error(ErrorCode::conflict, "job.not_undoable");
        if (!job.may_be_undone()) return make_error(ErrorCode::conflict, "job.undone_already");
        Order order;
        order.id = made_id;
        order.kind = "undo";
        order.title = job.title;
        order.object = job.object;
        order.undoes = id;
        order.undoable = true;
        const Kind* kind = kinds_.find(job.kind);
        UndoHow how = how_of(job);
        if (kind != nullptr && kind->as_program && kind->for_administrators)
            how.by_administrators = true;
        how.again = job.undoes && !how.again;
        order.parameters = to_parameters(how);
        made = TRY(submit_in(tx, order, by));
        if (!TRY(set_undone_by(tx, id, made_id, job.undone_by)))
            return make_error(ErrorCode::conflict, "job.undone_already");
        return {};
    }));
    nudge();
    return std::move(*made);
}

Result<void> Runner::keep_leases() {
    {
        const std::lock_guard lock(mutex_);
        if (busy_.empty() || application_.store.dialect() == db::Dialect::sqlite) return {};
    }
    return application_.store.write(
        [&](db::Transaction& tx) { return renew_leases(tx, holder_, options_.lease); },
        db::Priority::bulk);
}

Result<std::string> Runner::path_for(Id job, std::string_view ending) const {
    std::error_code failed;
    std::filesystem::create_directories(options_.directory, failed);
    if (!failed) failed = keep_to_owner(options_.directory);
    if (failed) {
        Error error = make_error(ErrorCode::unavailable, "job.no_directory");
        error.detail = options_.directory + ": " + failed.message();
        return error;
    }
    return (std::filesystem::path(options_.directory) / (to_string(job) + std::string(ending)))
        .string();
}

// The job that a file is named by: ID.csv or ID-ATTEMPT.csv.
static std::optional<Id> job_of(const std::filesystem::path& file) {
    const std::string name = file.stem().string();
    return parse_id(name.substr(0, name.find('-')));
}

// A file is named by its job. Young ones may belong to a job that is about to be written down; what
// others put here is not ours.
Result<void> Runner::drop_files() {
    namespace fs = std::filesystem;
    std::error_code failed;
    std::vector<fs::path> left;
    const auto young = fs::file_time_type::clock::now() - kFileYoung;
    for (fs::directory_iterator place(options_.directory, failed), end; !failed && place != end;
         place.increment(failed)) {
        std::error_code gone;
        const auto written = fs::last_write_time(place->path(), gone);
        if (gone || written > young || !job_of(place->path())) continue;
        left.push_back(place->path());
    }
    for (const fs::path& path : left) {
        bool needed = true;
        TRY(application_.store.read([&](db::Transaction& tx) -> Result<void> {
            needed = TRY(needs_file(tx, *job_of(path), path.string()));
            return {};
        }));
        if (!needed) fs::remove(path, failed);
    }
    return {};
}

Result<void> Runner::keep_house() {
    const Instant before{application_.clock.now().ms - kFailuresMs};
    TRY(application_.store.write([&](db::Transaction& tx) { return clean_up(tx, before); },
                                 db::Priority::bulk));
    return drop_files();
}

// Forgotten first: a file without a job goes with the housekeeping, a job without its file would
// promise what is not there.
Result<void> Runner::drop_results() {
    for (const Kind& kind : kinds_.all()) {
        if (kind.result_kept.count() == 0) continue;
        const Instant before{application_.clock.now().ms -
                             std::chrono::milliseconds(kind.result_kept).count()};
        std::vector<std::string> paths;
        TRY(application_.store.write(
            [&](db::Transaction& tx) -> Result<void> {
                paths = TRY(forget_results(tx, kind.name, before));
                return {};
            },
            db::Priority::bulk));
        std::error_code failed;
        for (const std::string& path : paths)
            std::filesystem::remove(path, failed);
    }
    return {};
}

// On a PostgreSQL store another server may have received the file.
bool Runner::has_its_file(const Job& job) const {
    if (!job.source || application_.store.dialect() == db::Dialect::sqlite) return true;
    std::error_code failed;
    return std::filesystem::exists(job.source->path, failed);
}

Result<void> Runner::tell_end(db::Transaction& tx, const Job& job) const {
    if (!options_.tell_end) return {};
    Result<void> told = tx.nested([&] { return options_.tell_end(tx, job); });
    if (told.ok()) return {};
    if (told.error().code == ErrorCode::unavailable) return told;  // the whole step runs again
    spdlog::warn("end of job {} told to nobody: {}", to_string(job.id), told.error().message.key);
    return {};
}

void Runner::tell_ended(Id id, const Kind& kind) {
    std::optional<Job> job;
    const Result<void> read = application_.store.read([&](db::Transaction& tx) -> Result<void> {
        job = TRY(find(tx, id));
        return {};
    });
    if (read.ok() && job && is_over(job->state) && kind.ended) kind.ended(*job);
}

// Jobs that were paused, cancelled or taken over between two turns.
void Runner::drop_stale(const std::vector<Job>& waiting) {
    std::vector<TrackPointer> stale;
    {
        const std::lock_guard lock(mutex_);
        for (auto place = tracks_.begin(); place != tracks_.end();) {
            const Id id = place->first;
            const bool listed = std::any_of(waiting.begin(), waiting.end(),
                                            [&](const Job& job) { return job.id == id; });
            if (listed || busy_.contains(id)) {
                ++place;
                continue;
            }
            stale.push_back(place->second);
            place = tracks_.erase(place);
        }
    }
    for (const TrackPointer& track : stale)
        tell_ended(track->id, *track->kind);
}

}  // namespace clientela::job
