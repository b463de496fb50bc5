// SPDX-License-Identifier: Apache-2.0
// backup and restore. A backup is made by whoever holds the store, a running server included; to
// restore, nobody may hold it.
#include <algorithm>
#include <filesystem>

#include "app/command.h"
#include "app/handover.h"
#include "app/store_version.h"
#include "app/version.h"
#include "backup/backup.h"
#include "base/grouped.h"
#include "base/json_writer.h"
#include "base/system_reason.h"
#include "db/held.h"
#include "job/job_table.h"
#include "search/index.h"

namespace clientela::app {
namespace {

std::string as_json(const backup::Summary& summary, const std::string& file) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("file", file);
    writer.member("made_at", to_string(summary.made_at));
    writer.member("rows", summary.rows);
    if (summary.bytes > 0) writer.member("bytes", summary.bytes);
    writer.member("records", summary.content.records);
    writer.member("content_hash", summary.content.text());
    writer.end_object();
    return writer.take() + "\n";
}

std::string in_words(const backup::Summary& summary, const char* key, const std::string& file,
                     Language language) {
    return localize({key,
                     {{"file", file},
                      {"rows", grouped(std::to_string(summary.rows), language)},
                      {"count", std::to_string(summary.content.records)},
                      {"hash", summary.content.text()}}},
                    language) +
           "\n";
}

std::string without_slash(std::string path) {
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    return path;
}

// A long import without a server holds the store as well; a damaged one is held by nobody.
Result<void> refuse_held(const std::string& store) {
    return db::refuse_if_held(without_slash(store));
}

// Moves the directory of an SQLite store, if there is one, to a name that says when.
Result<std::string> set_aside(const std::string& store) {
    if (store.starts_with("postgres")) return make_error(ErrorCode::invalid, "backup.no_replace");
    if (!std::filesystem::exists(store)) return std::string();
    TRY(refuse_held(store));
    std::string stamp = to_string(SystemClock().now()).substr(0, 19);
    std::replace(stamp.begin(), stamp.end(), ':', '-');
    const std::string aside = without_slash(store) + ".before-restore-" + stamp;
    std::error_code failed;
    std::filesystem::rename(store, aside, failed);
    if (failed) {
        return make_error(ErrorCode::unavailable, "backup.not_set_aside",
                          {{"path", store}, {"reason", system_reason(failed)}});
    }
    return aside;
}

// Full text is not in the backup and is made anew from the records; files are not, so that jobs end
// which wait for them.
Result<void> make_the_rest(const std::string& location) {
    const std::unique_ptr<Site> site = TRY(open_site(location));
    TRY(site->store->write(
        [&](db::Transaction& tx) { return job::fail_without_file(tx, site->clock.now()); }));
    return search::rebuild(*site->store, *site->application->schema.get());
}

// A directory that is not there yet goes again when nothing whole comes to stand in it.
Result<backup::Summary> fill_new(const std::string& location, const std::string& file) {
    backup::Summary summary;
    {
        const std::unique_ptr<db::Store> store = TRY(db::open_store(location));
        summary = TRY(backup::restore(*store, file, search::forget));
    }
    TRY(make_the_rest(location));
    return summary;
}

Result<backup::Summary> fill(const std::string& location, const std::string& file) {
    const bool made_here = !location.starts_with("postgres") && !std::filesystem::exists(location);
    Result<backup::Summary> summary = fill_new(location, file);
    std::error_code ignored;
    if (!summary.ok() && made_here) std::filesystem::remove_all(location, ignored);
    return summary;
}

// What failed is taken away again, and what stood there before comes back.
Result<backup::Summary> replace(const std::string& location, const std::string& file) {
    const std::string aside = TRY(set_aside(location));
    Result<backup::Summary> summary = fill(location, file);
    if (summary.ok() || aside.empty()) return summary;
    std::error_code failed;
    std::filesystem::rename(aside, location, failed);
    if (!failed) return summary;
    Error error =
        make_error(ErrorCode::unavailable, "cli.not_put_back",
                   {{"path", location}, {"aside", aside}, {"reason", system_reason(failed)}});
    error.fields.push_back({file, "not_restored", summary.error().message});  // what came first
    return error;
}

// The file is looked at before anything is made or moved.
Result<backup::Summary> restored(const CommandLine& line) {
    if (compare_versions(TRY(backup::program_of(line.file)), kVersion) > 0)
        return make_error(ErrorCode::invalid, "backup.newer");
    if (is_served(line.store)) return make_error(ErrorCode::conflict, "backup.server_runs");
    return line.replace ? replace(line.store, line.file) : fill(line.store, line.file);
}

}  // namespace

Exit save_backup(CommandRun& run) {
    const Result<backup::Summary> summary =
        backup::save(*run.site.store, run.path(run.line.file), run.site.clock.now(), kVersion);
    if (!summary.ok()) return run.fail(summary.error());
    run.output.out +=
        run.line.json ? as_json(*summary, run.line.file)
                      : in_words(*summary, "backup.saved", run.line.file, run.invocation.language);
    return Exit::done;
}

Exit restore_backup(const CommandLine& line, const Invocation& invocation, Output& output) {
    const Result<backup::Summary> summary = restored(line);
    if (!summary.ok()) {
        output.err += error_text(summary.error(), line.json, invocation.language);
        return Exit::failed;
    }
    output.out += line.json ? as_json(*summary, line.file)
                            : in_words(*summary, "backup.restored", line.file, invocation.language);
    return Exit::done;
}

}  // namespace clientela::app
