// SPDX-License-Identifier: Apache-2.0
// export: a list out, as the program itself, which sees everything. The file takes its name only
// when it is complete, so a failed export leaves an older file of that name alone.
#include <filesystem>

#include "app/command.h"
#include "base/json_writer.h"
#include "exporter/export.h"
#include "exporter/people_form.h"
#include "search/index.h"

namespace clientela::app {
namespace {

Result<exporter::ExportRequest> request_of(const CommandRun& run) {
    const auto schema = run.site.application->schema.get();
    exporter::ExportRequest request;
    request.object = TRY(named_object(run, *schema))->name;
    request.filter = run.line.filter;
    request.search = run.line.search;
    request.order = run.line.order;
    request.select = run.line.select;
    request.format = TRY(exporter::parse_format(run.line.format));
    request.headings =
        run.line.headings == "labels" ? exporter::Headings::labels : exporter::Headings::names;
    request.language = run.invocation.language;
    if (run.line.byte_order_mark) request.byte_order_mark = true;
    request.formats = run.line.formats;
    if (!request.formats.empty() && request.formats != exporter::kPlain &&
        !exporter::is_known_formats(request.formats))
        return field_error("--formats", "unknown_option", {{"value", request.formats}});
    return request;
}

// What goes to standard output waits in a file that is ours already.
Result<std::int64_t> write_export(CommandRun& run, const std::string& file, bool in_place) {
    const exporter::ExportRequest request = TRY(request_of(run));
    // Without a server nobody has put into the index what commands have written since.
    if (!request.search.empty()) TRY(run.site.loop->catch_up(search::kConsumer));
    const std::string unfinished = in_place ? file : file + ".part";
    const api::CompanySettings& company = run.site.application->company.settings();
    const exporter::WriterOptions options =
        exporter::writer_options(request, company.formats, company.company.zone);
    exporter::Export work(exporter::record_rows(request, run.site.application->search), unfinished,
                          options);
    const std::atomic<bool> stopped{false};
    const std::int64_t rows = TRY(exporter::run_export(
        work,
        [&run](const std::function<Result<void>(record::Context&)>& reading) {
            return run.read(reading);
        },
        stopped));
    if (in_place) return rows;
    std::error_code failed;
    std::filesystem::rename(unfinished, file, failed);
    if (failed) return make_error(ErrorCode::unavailable, "export.not_written");
    return rows;
}

}  // namespace

Exit export_list(CommandRun& run) {
    const bool to_output = run.line.out.empty();
    const auto rows = write_export(
        run, to_output ? run.invocation.output_file : run.path(run.line.out), to_output);
    if (!rows.ok()) {
        run.fail(rows.error());
        return rows.error().code == ErrorCode::invalid ? Exit::usage : Exit::failed;
    }
    if (to_output) return Exit::done;
    if (!run.line.json) {
        run.output.out += run.text("cli.exported", {{"count", std::to_string(*rows)},
                                                    {"object", run.line.object},
                                                    {"file", run.line.out}}) +
                          "\n";
        return Exit::done;
    }
    JsonWriter writer;
    writer.begin_object();
    writer.member("object", run.line.object);
    writer.member("rows", *rows);
    writer.member("file", run.line.out);
    writer.end_object();
    run.output.out += writer.take() + "\n";
    return Exit::done;
}

}  // namespace clientela::app
