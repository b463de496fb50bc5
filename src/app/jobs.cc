// SPDX-License-Identifier: Apache-2.0
#include "app/jobs.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>

#include <unistd.h>

#include <spdlog/spdlog.h>

#include "app/audit_rows.h"
#include "bulk/bulk_job.h"
#include "customize/index_job.h"
#include "demo/fill.h"
#include "demo/remove.h"
#include "exporter/export_job.h"
#include "importer/import.h"
#include "job/job_json.h"
#include "job/job_table.h"
#include "job/undo.h"
#include "notification/job_end.h"
#include "people/leave_job.h"
#include "schema/setting.h"
#include "search/index.h"

namespace clientela::app {
namespace {

constexpr int kReadAtOnce = 200;
constexpr std::int64_t kLookBackMs = 2'000;  // clocks of two servers differ

// Beside the store; of PostgreSQL where CLIENTELA_FILES says, else where programs keep such files,
// right in the directory of all users, where nobody can put another in the place of ours.
std::string files_directory(const db::Store& store) {
    if (const char* given = std::getenv("CLIENTELA_FILES"); given != nullptr) return given;
    if (store.dialect() == db::Dialect::sqlite)
        return (std::filesystem::path(store.location()) / "jobs").string();
    return "/var/tmp/clientela-jobs-" + std::to_string(::getuid());
}

// The company is nobody's any more; a name that somebody gave it stays.
Result<void> end_demonstration(db::Transaction& tx) {
    const auto name = TRY(schema::find_setting(tx, "company_name"));
    if (name && *name == demo::kCompanyName)
        TRY(schema::set_setting(tx, "company_name", "Clientela"));
    return schema::set_setting(tx, "demonstration", "false");
}

job::Kind demo_removal(Site& site) {
    job::Kind kind = demo::removal_kind({people::hand_over_living, end_demonstration});
    kind.ended = [&site](const job::Job&) {
        const Result<void> done = reload_company(site);
        if (!done.ok()) spdlog::warn("company: {}", done.error().message.key);
    };
    return kind;
}

// To the end: what is looked back at is read each time, and may be more than one page.
Result<std::vector<job::Job>> all_moved_since(db::Transaction& tx, Instant since) {
    std::vector<job::Job> moved;
    std::size_t more = kReadAtOnce;
    Id after;
    while (more == kReadAtOnce) {
        std::vector<job::Job> page = TRY(job::moved_since(tx, since, kReadAtOnce, after));
        more = page.size();
        if (page.empty()) break;
        since = page.back().updated_at;
        after = page.back().id;
        std::move(page.begin(), page.end(), std::back_inserter(moved));
    }
    return moved;
}

}  // namespace

std::unique_ptr<exporter::RowSource> open_rows(api::Application& application,
                                               const exporter::ExportRequest& request) {
    if (request.object == "audit") return audit_rows(request);
    return exporter::record_rows(request, application.search);
}

std::unique_ptr<job::Runner> make_runner(Site& site) {
    job::RunnerOptions options;
    options.directory = files_directory(*site.store);
    options.tell_end = [&site](db::Transaction& tx, const job::Job& job) {
        const access::Principal system = access::Principal::system("notifications");
        record::Context context = api::context_for(*site.application, tx, system, "notification");
        return notification::tell_job_end(context, job);
    };
    auto runner = std::make_unique<job::Runner>(*site.application, options);
    runner->kinds().add(job::undo_kind());
    runner->kinds().add(bulk::bulk_kind());
    runner->kinds().add(importer::import_kind());
    runner->kinds().add(exporter::export_kind(*runner, open_rows));
    runner->kinds().add(people::handover_kind());
    runner->kinds().add(demo_removal(site));
    runner->kinds().add(customize::index_kind(
        [&site](const schema::Schema& schema) { return search::read_noted(*site.store, schema); }));
    return runner;
}

Result<void> tell_jobs(Site& site, ToldJobs& told) {
    if (site.events.size() == 0) return {};
    const Instant now = site.clock.now();
    if (told.since.ms == 0) told.since = now;
    std::vector<job::Job> moved;
    TRY(site.store->read([&](db::Transaction& tx) -> Result<void> {
        moved = TRY(all_moved_since(tx, Instant{told.since.ms - kLookBackMs}));
        return {};
    }));
    std::map<Id, std::string> texts;
    for (const job::Job& job : moved) {
        std::string text = job::event_text(job);
        const auto known = told.texts.find(job.id);
        if (known == told.texts.end() || known->second != text)
            site.feed->tell("job", text, job.started_by);
        texts.emplace(job.id, std::move(text));
        told.since = std::max(told.since, job.updated_at);
    }
    told.texts = std::move(texts);
    return {};
}

}  // namespace clientela::app
