// SPDX-License-Identifier: Apache-2.0
// import and import undo: a file in, a receipt out. The receipt goes to people as a few lines, to
// programs (--json) and to --receipt FILE as JSON.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "app/command.h"
#include "importer/import.h"

namespace clientela::app {
namespace {

constexpr std::size_t kErrorsShown = 20;

Result<importer::Mapping> read_mapping(const CommandRun& run) {
    if (run.line.map.empty()) {
        importer::Mapping mapping;
        mapping.guessed = true;
        return mapping;
    }
    std::ifstream in(run.path(run.line.map), std::ios::binary);
    if (!in) {
        return make_error(ErrorCode::not_found, "import.file_not_found", {{"file", run.line.map}});
    }
    std::ostringstream text;
    text << in.rdbuf();
    return importer::parse_mapping(text.str());
}

// How numbers and dates were read where the mapping does not say it, unless in the plainest way.
std::string form_lines(const CommandRun& run, const importer::Receipt& receipt) {
    std::string text;
    for (const importer::ColumnForm& form : receipt.forms) {
        if (!form.assumed && form.decimal_sign == '.') continue;
        text += "  " +
                run.text(form.assumed ? "cli.form_assumed" : "cli.form",
                         {{"column", form.column},
                          {"cell", form.cell},
                          {"read_as", form.read_as},
                          {"otherwise", form.otherwise},
                          {"setting", form.decimal_sign != 0 ? "decimal" : "format"}}) +
                "\n";
    }
    return text;
}

std::string error_lines(const CommandRun& run, const importer::Receipt& receipt) {
    std::string text;
    const std::size_t shown = std::min(receipt.errors.size(), kErrorsShown);
    for (std::size_t i = 0; i < shown; ++i) {
        const importer::RowError& error = receipt.errors[i];
        const char* key = error.row == 0        ? "cli.job_failure_record"
                          : error.field.empty() ? "cli.receipt_row_whole"
                                                : "cli.receipt_row";
        text += "  " +
                run.text(key, {{"row", std::to_string(error.row)},
                               {"id", error.value},
                               {"field", error.field},
                               {"value", error.value},
                               {"message", localize(error.message, run.invocation.language)}}) +
                "\n";
    }
    const auto more = static_cast<std::int64_t>(receipt.errors.size() - shown);
    if (more + receipt.errors_left_off > 0) {
        text += "  " +
                run.text("cli.receipt_more",
                         {{"count", std::to_string(more + receipt.errors_left_off)}}) +
                "\n";
    }
    for (const importer::RowError& note : receipt.notes()) {
        text += "  " +
                run.text("cli.receipt_row_whole",
                         {{"row", std::to_string(note.row)},
                          {"message", localize(note.message, run.invocation.language)}}) +
                "\n";
    }
    if (shown > 0 && receipt.errors.front().row > 0)
        text += "  " + run.text("cli.rows_counted") + "\n";
    return text;
}

std::string lines_for_people(const CommandRun& run, const importer::Receipt& receipt) {
    const auto number = [](std::int64_t count) { return std::to_string(count); };
    const importer::Counts& counts = receipt.counts;
    std::string text = run.text(receipt.undoes    ? "cli.receipt_undo"
                                : receipt.dry_run ? "cli.receipt_dry_run"
                                                  : "cli.receipt",
                                {{"id", to_string(receipt.id)}, {"object", receipt.object}});
    text += "\n" +
            run.text("cli.receipt_sum", {{"rows", number(counts.rows)},
                                         {"created", number(counts.created)},
                                         {"updated", number(counts.updated)},
                                         {"unchanged", number(counts.unchanged)},
                                         {"skipped", number(counts.skipped)},
                                         {"failed", number(counts.failed)}}) +
            "\n";
    return text + form_lines(run, receipt) + error_lines(run, receipt);
}

Exit report(CommandRun& run, const importer::Receipt& receipt, const std::string& receipt_file) {
    const std::string json = importer::to_json(receipt, run.invocation.language) + "\n";
    if (!receipt_file.empty()) {
        std::ofstream out(run.path(receipt_file), std::ios::binary);
        out << json;
        out.close();
        if (!out)
            run.output.err += run.text("cli.receipt_not_written", {{"file", receipt_file}}) + "\n";
    }
    run.output.out += run.line.json ? json : lines_for_people(run, receipt);
    if (receipt.state == "failed" || receipt.state == "cancelled") return Exit::some_rows_failed;
    const bool left_alone = receipt.undoes && receipt.counts.skipped > 0;
    return receipt.counts.failed > 0 || left_alone ? Exit::some_rows_failed : Exit::done;
}

// The work itself is a job: a running server does it, else this process.
Exit follow(CommandRun& run, const job::Job& begun, const std::string& receipt_file) {
    const auto job = run.site.runner->wait(begun.id);
    if (!job.ok()) return run.fail(job.error());
    if (!job::is_over(job->state))
        return run.fail(
            make_error(ErrorCode::unavailable, "job.goes_on_later", {{"id", to_string(job->id)}}));
    if (job->error && job->counts.rows == 0)
        return run.fail(Error{ErrorCode::invalid, *job->error, {}, {}});
    importer::Receipt receipt;
    const Result<void> read = run.read([&](record::Context& context) -> Result<void> {
        receipt = TRY(importer::receipt_of(context.tx, *job));
        return {};
    });
    return read.ok() ? report(run, receipt, receipt_file) : run.fail(read.error());
}

}  // namespace

Exit import_file(CommandRun& run) {
    const auto schema = run.site.application->schema.get();
    if (const auto object = named_object(run, *schema); !object.ok())
        return run.fail(object.error());
    importer::ImportOptions options;
    options.object = run.line.object;
    options.file = run.path(run.line.file);
    options.file_name = run.line.file;
    if (run.line.file == "-") options.table.format = importer::TableFormat::csv;
    options.match = run.line.match;
    options.dry_run = run.line.dry_run;
    auto mapping = read_mapping(run);
    if (!mapping.ok()) return run.fail(mapping.error());
    options.mapping = std::move(*mapping);
    const access::Principal system = access::Principal::system("command import");
    const auto job =
        importer::start_import(*run.site.application, *run.site.runner, system, options);
    return job.ok() ? follow(run, *job, run.line.receipt) : run.fail(job.error());
}

Exit undo_one_import(CommandRun& run) {
    const auto id = parse_id(run.line.receipt);
    if (!id) return run.fail(make_error(ErrorCode::invalid, "cli.no_receipt_id"));
    const auto job = run.site.runner->undo(*id, {});
    return job.ok() ? follow(run, *job, "") : run.fail(job.error());
}

}  // namespace clientela::app
