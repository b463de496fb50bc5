// SPDX-License-Identifier: Apache-2.0
// Rows are read in transactions of reading and the file grows outside of every transaction; the
// batch itself only notes how many rows stand in the file. Each step asks for the rights anew.
#include "exporter/export_job.h"

#include <filesystem>
#include <random>
#include <vector>

#include <fmt/format.h>

#include "api/call.h"
#include "change/acts.h"
#include "exporter/export.h"

namespace clientela::exporter {
namespace {

namespace fs = std::filesystem;

constexpr int kAtOnce = 2;  // open files and rows in memory; the others wait for their turn
constexpr std::chrono::hours kKept{1};

// What is wrong with the file ends the job; only a store that does not answer is tried again.
template <class T>
Result<T> ending(Result<T> result) {
    if (result.ok() || result.error().code != ErrorCode::unavailable) return result;
    Error error = result.error();
    error.code = ErrorCode::internal;
    return error;
}

// A file for each attempt: a server that was thought to be gone must not write into the file of the
// one that goes on for it.
std::string attempt_name(FileFormat format) {
    std::random_device source;
    return fmt::format("-{:08x}{}", source(), ending_of(format));
}

class ExportWorker final : public job::Worker {
public:
    ExportWorker(ExportParameters parameters, const std::string& path,
                 std::unique_ptr<RowSource> source, const api::CompanySettings& company)
        : parameters_(std::move(parameters)),
          path_(path),
          export_(std::move(source), path,
                  writer_options(request(), company.formats, company.company.zone)) {}

    // What is not whole takes nobody's room: telling how the job ended may need it. Whole, it stays
    // even where the answer to the commit was lost.
    ~ExportWorker() override {
        std::error_code failed;
        if (!complete_) fs::remove(path_, failed);
    }

    bool reads() const override { return true; }

    Result<void> read(record::Context& context, const job::Job&, int size) override {
        if (!counted_) reach_ = TRY(export_.reach(context));
        counted_ = true;
        return export_.read_batch(context, static_cast<std::size_t>(size));
    }

    Result<void> outside(const job::Job&) override {
        complete_ = TRY(ending(export_.write_batch()));
        return {};
    }

    Result<job::Step> write(record::Context& context, const job::Job& job, int) override {
        job::Step step;
        step.done = export_.rows();
        if (reach_) step.total = reach_->exportable;
        if (complete_) step.total = export_.rows();
        step.finished = complete_;
        if (!complete_) return step;
        std::error_code failed;
        const auto bytes = fs::file_size(path_, failed);
        if (failed) return make_error(ErrorCode::internal, "export.not_written");
        append_receipt(step.extra);
        step.result = job::File{file_name(context), path_, static_cast<std::int64_t>(bytes)};
        TRY(change::record_act(context.tx, {0, context.now, job.started_by, "exported",
                                            request().object, parameters_.address, detail()}));
        return step;
    }

private:
    const ExportRequest& request() const { return parameters_.request; }

    // Rows matched are those exported and those that the right left out.
    void append_receipt(job::Extra& receipt) const {
        const std::int64_t left_out = reach_ ? reach_->seen - reach_->exportable : 0;
        receipt.emplace_back("matched", export_.rows() + left_out);
        receipt.emplace_back("exported", export_.rows());
        receipt.emplace_back("left_out", left_out);
    }

    std::string file_name(const record::Context& context) const {
        const bool list = context.schema.find(request().object) != nullptr;
        return (list ? request().object : localize({"export.log_file", {}}, request().language)) +
               "-" + to_string(context.today) + std::string(ending_of(request().format));
    }

    std::string detail() const {
        JsonWriter writer;
        writer.begin_object();
        writer.member("rows", export_.rows());
        writer.member("filter", request().filter);
        writer.member("search", request().search);
        writer.member("select", request().select);
        writer.end_object();
        return writer.take();
    }

    ExportParameters parameters_;
    std::string path_;
    Export export_;
    std::optional<Reach> reach_;
    bool counted_ = false;
    bool complete_ = false;
};

// The file is for who asked for it, as long as they might ask for it again.
Result<void> may_fetch(const api::Call& call, const job::Job& job, const OpenSource& open) {
    if (job.started_by != call.principal->user)
        return make_error(ErrorCode::forbidden, "export.not_yours");
    const ExportParameters parameters = TRY(parse_parameters(job.parameters));
    TRY(call.read([&](record::Context& context) {
        return open(call.application, parameters.request)->allowed(context);
    }));
    std::error_code failed;
    if (job.result && fs::exists(job.result->path, failed)) return {};
    const char* why = "export.not_ready";
    if (job.state == job::State::done) why = "export.file_gone";
    if (job.state == job::State::cancelled) why = "export.was_cancelled";
    if (job.state == job::State::failed) why = "export.has_failed";
    return make_error(ErrorCode::not_found, why);
}

// What earlier attempts have begun, and this one when the job did not come to its end.
void drop_attempts(const job::Runner& runner, const job::Job& job) {
    const bool done = job.state == job::State::done;
    const auto path = runner.path_for(job.id, "-");
    if (!path.ok()) return;
    const fs::path begun(*path);
    std::error_code failed;
    std::vector<fs::path> left;
    for (const auto& entry : fs::directory_iterator(begun.parent_path(), failed)) {
        if (!entry.path().filename().string().starts_with(begun.filename().string())) continue;
        if (!done || !job.result || entry.path() != fs::path(job.result->path))
            left.push_back(entry.path());
    }
    for (const fs::path& file : left)
        fs::remove(file, failed);
}

}  // namespace

job::Kind export_kind(const job::Runner& runner, const OpenSource& open) {
    job::Kind kind;
    kind.name = kJobKind;
    kind.batch_least = kind.batch_first = kind.batch_most = static_cast<int>(kRowsPerStep);
    kind.at_once = kAtOnce;
    kind.result_kept = kKept;
    kind.begin = [&runner, open](api::Application& application,
                                 const job::Job& job) -> Result<std::unique_ptr<job::Worker>> {
        ExportParameters parameters = TRY(parse_parameters(job.parameters));
        drop_attempts(runner, job);
        const std::string path =
            TRY(ending(runner.path_for(job.id, attempt_name(parameters.request.format))));
        std::unique_ptr<RowSource> source = open(application, parameters.request);
        return std::unique_ptr<job::Worker>(std::make_unique<ExportWorker>(
            std::move(parameters), path, std::move(source), application.company.settings()));
    };
    kind.ended = [&runner](const job::Job& job) { drop_attempts(runner, job); };
    kind.may_fetch = [open](const api::Call& call, const job::Job& job) {
        return may_fetch(call, job, open);
    };
    return kind;
}

}  // namespace clientela::exporter
