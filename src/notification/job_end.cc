// SPDX-License-Identifier: Apache-2.0
#include "notification/job_end.h"

#include <array>

#include "job/job_json.h"
#include "job/outcome.h"
#include "notification/notify.h"

namespace clientela::notification {
namespace {

bool is_news(const job::Job& job) {
    if (job.state == job::State::failed) return true;
    if (job.state != job::State::done) return false;
    const Instant end = job.finished_at.value_or(job.updated_at);
    return end.ms - job.created_at.ms >= kWorthTellingMs;
}

std::string kind_of(const job::Job& job) {
    if (job.state == job::State::failed) return "job_failed";
    return job::is_partial(job) ? "job_partial" : "job_done";
}

std::string counted(const char* name, std::int64_t count, Language language) {
    const std::string key = std::string("notice.rows.") + name + (count == 1 ? "_one" : "_other");
    return localize({key, {{"count", std::to_string(count)}}}, language);
}

// "120 rows: 100 new, 20 failed"; what is zero is left out.
std::string receipt(const job::Counts& counts, Language language) {
    const std::array<std::pair<const char*, std::int64_t>, 5> parts{
        {{"created", counts.created},
         {"updated", counts.updated},
         {"unchanged", counts.unchanged},
         {"skipped", counts.skipped},
         {"failed", counts.failed}}};
    std::string text;
    for (const auto& [name, count] : parts) {
        if (count == 0) continue;
        text += (text.empty() ? ": " : ", ") + counted(name, count, language);
    }
    return counted("all", counts.rows, language) + text;
}

std::string sentence(const schema::Schema& schema, const job::Job& job, Language language) {
    std::vector<std::pair<std::string, std::string>> args{
        {"title", job::title_of(schema, job, language)}};
    if (job.state == job::State::failed) {
        const Message reason = job.error.value_or(Message{"error.internal", {}});
        args.emplace_back("reason", job::localized(schema, reason, language));
        if (job.counts.rows == 0) return localize({"notice.job_failed", args}, language);
        args.emplace_back("receipt", receipt(job.counts, language));
        return localize({"notice.job_failed_after", args}, language);
    }
    if (job.result) {
        std::string rows = counted("all", job.done, language);
        if (const std::int64_t left = job::extra_of(job, "left_out"); left > 0)
            rows += ", " + counted("left_out", left, language);
        args.emplace_back("rows", std::move(rows));
        return localize({"notice.job_file", args}, language);
    }
    if (job.counts.rows == 0) return localize({"notice.job_ended", args}, language);
    args.emplace_back("receipt", receipt(job.counts, language));
    return localize({"notice." + kind_of(job), args}, language);
}

}  // namespace

Result<void> tell_job_end(record::Context& context, const job::Job& job) {
    if (!job.started_by || !is_news(job)) return {};
    const Language language = TRY(language_of(context, job.started_by));
    Notice notice;
    notice.owner = job.started_by;
    notice.kind = kind_of(job);
    notice.object = "jobs";
    notice.record = job.id;
    notice.title = sentence(context.schema, job, language);
    notice.happened_at = job.finished_at.value_or(context.now);
    notice.alone = true;
    return notify(context, notice);
}

}  // namespace clientela::notification
