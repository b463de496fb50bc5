// SPDX-License-Identifier: Apache-2.0
// job list, job show, job cancel, job undo. As the program itself, so everybody's jobs; to programs
// (--json) as the API shows them.
#include "app/command.h"
#include "job/job_json.h"
#include "job/job_table.h"
#include "job/outcome.h"

namespace clientela::app {
namespace {

constexpr int kFailuresShown = 20;

std::string state_text(const CommandRun& run, const job::Job& job) {
    const std::string_view state = job.undone             ? "undone"
                                   : job::is_partial(job) ? "partial"
                                                          : job::name_of(job.state);
    return run.text("cli.job_state." + std::string(state));
}

Result<Id> job_id(const CommandRun& run) {
    const auto id = parse_id(run.line.job);
    if (!id) return make_error(ErrorCode::invalid, "cli.job_no_id", {{"id", run.line.job}});
    return *id;
}

// What is not there is said with the way on, also when the runner finds that out.
Error named(const CommandRun& run, const Error& error) {
    if (error.code != ErrorCode::not_found) return error;
    return make_error(ErrorCode::not_found, "cli.job_unknown", {{"id", run.line.job}});
}

struct Shown {
    job::Job job;
    std::vector<job::Failure> failures;  // the first of them
    std::int64_t all_failures = 0;
};

Result<Shown> read_job(const CommandRun& run, Id id) {
    Shown shown;
    TRY(run.read([&](record::Context& context) -> Result<void> {
        auto found = TRY(job::find(context.tx, id));
        if (!found) return make_error(ErrorCode::not_found, "error.not_found");
        shown.job = std::move(*found);
        shown.failures = TRY(job::failures(context.tx, id, 0, kFailuresShown));
        shown.all_failures = TRY(job::count_failures(context.tx, id));
        return {};
    }));
    return shown;
}

std::string as_json(const CommandRun& run, const job::Job& job) {
    JsonWriter writer;
    job::write_job(writer, *run.site.application->schema.get(), job, run.invocation.language);
    return writer.take() + "\n";
}

std::string failure_lines(const CommandRun& run, const Shown& shown) {
    std::string text;
    for (const job::Failure& failure : shown.failures) {
        const std::string message = localize(failure.message, run.invocation.language);
        text += "  ";
        text += failure.row != 0
                    ? run.text("cli.job_failure_row", {{"row", std::to_string(failure.row)},
                                                       {"field", failure.field},
                                                       {"message", message}})
                    : run.text("cli.job_failure_record", {{"id", to_string(failure.record)},
                                                          {"field", failure.field},
                                                          {"message", message}});
        text += "\n";
    }
    const auto rest = shown.all_failures - static_cast<std::int64_t>(shown.failures.size());
    if (rest > 0) text += "  " + run.text("cli.job_more", {{"count", std::to_string(rest)}}) + "\n";
    return text;
}

std::string receipt_line(const CommandRun& run, const job::Counts& counts) {
    return run.text("cli.receipt_sum", {{"rows", std::to_string(counts.rows)},
                                        {"created", std::to_string(counts.created)},
                                        {"updated", std::to_string(counts.updated)},
                                        {"unchanged", std::to_string(counts.unchanged)},
                                        {"skipped", std::to_string(counts.skipped)},
                                        {"failed", std::to_string(counts.failed)}});
}

std::string for_people(const CommandRun& run, const Shown& shown) {
    const job::Job& job = shown.job;
    const Language language = run.invocation.language;
    const schema::Schema& schema = *run.site.application->schema.get();
    std::string text = job::title_of(schema, job, language) + " · " + state_text(run, job) + "\n";
    text += (job.started_by ? run.text("cli.job_by", {{"name", job.started_by_name}})
                            : run.text("cli.job_by_command")) +
            "\n";
    text += run.text("cli.job_when",
                     {{"created", to_string(job.created_at)},
                      {"finished", job.finished_at ? to_string(*job.finished_at) : "–"}}) +
            "\n";
    if (job.counts.rows > 0 || (job::is_over(job.state) && !job.result)) {
        text += receipt_line(run, job.counts) + "\n";
    } else {
        text +=
            (job.total ? run.text("cli.job_progress_of", {{"done", std::to_string(job.done)},
                                                          {"total", std::to_string(*job.total)}})
                       : run.text("cli.job_progress", {{"done", std::to_string(job.done)}})) +
            "\n";
    }
    if (const auto left = job::extra_of(job, "left_out"); left > 0)
        text += run.text("cli.job_left_out", {{"count", std::to_string(left)}}) + "\n";
    if (const auto left = job::not_begun(job); left > 0)
        text += run.text("cli.job_not_begun", {{"count", std::to_string(left)}}) + "\n";
    if (job.error)
        text +=
            run.text("cli.job_why", {{"message", job::localized(schema, *job.error, language)}}) +
            "\n";
    if (job.result) text += run.text("cli.job_file", {{"file", job.result->name}}) + "\n";
    text += failure_lines(run, shown);
    if (job.may_be_undone())
        text += run.text("cli.job_may_undo", {{"id", to_string(job.id)}}) + "\n";
    return text;
}

Exit print(CommandRun& run, Id id) {
    const auto shown = read_job(run, id);
    if (!shown.ok()) return run.fail(named(run, shown.error()));
    run.output.out += run.line.json ? as_json(run, shown->job) : for_people(run, *shown);
    return Exit::done;
}

}  // namespace

Exit list_jobs(CommandRun& run) {
    job::Search search;
    search.active = run.line.active;
    search.limit = run.line.most;
    std::vector<job::Job> jobs;
    const Result<void> read = run.read([&](record::Context& context) -> Result<void> {
        jobs = TRY(job::newest(context.tx, search));
        return {};
    });
    if (!read.ok()) return run.fail(read.error());
    const auto schema = run.site.application->schema.get();
    JsonWriter writer;
    writer.begin_array();
    std::string table;
    for (const job::Job& job : jobs) {
        job::write_job(writer, *schema, job, run.invocation.language);
        table += run.text("cli.job_line",
                          {{"id", to_string(job.id)},
                           {"state", state_text(run, job)},
                           {"when", to_string(job.created_at)},
                           {"title", job::title_of(*schema, job, run.invocation.language)}}) +
                 "\n";
    }
    writer.end_array();
    if (table.empty()) table = run.text("cli.job_none") + "\n";
    run.output.out += run.line.json ? writer.take() + "\n" : table;
    return Exit::done;
}

Exit show_job(CommandRun& run) {
    const auto id = job_id(run);
    return id.ok() ? print(run, *id) : run.fail(id.error());
}

Exit cancel_job(CommandRun& run) {
    const auto id = job_id(run);
    if (!id.ok()) return run.fail(id.error());
    const auto job = run.site.runner->cancel(*id);
    return job.ok() ? print(run, job->id) : run.fail(named(run, job.error()));
}

// A running server does the work, else this process.
Exit undo_job(CommandRun& run) {
    const auto id = job_id(run);
    if (!id.ok()) return run.fail(id.error());
    const auto begun = run.site.runner->undo(*id, {});
    if (!begun.ok()) return run.fail(named(run, begun.error()));
    const auto ended = run.site.runner->wait(begun->id);
    if (!ended.ok()) return run.fail(ended.error());
    if (!job::is_over(ended->state))
        return run.fail(make_error(ErrorCode::unavailable, "job.goes_on_later",
                                   {{"id", to_string(ended->id)}}));
    const Exit printed = print(run, ended->id);
    if (printed != Exit::done) return printed;
    if (ended->state != job::State::done)
        return ended->counts.rows == 0 ? Exit::failed : Exit::some_rows_failed;
    return ended->counts.failed + ended->counts.skipped > 0 ? Exit::some_rows_failed : Exit::done;
}

}  // namespace clientela::app
