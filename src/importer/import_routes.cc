// SPDX-License-Identifier: Apache-2.0
// A person sees their own imports, an administrator all of them.
#include "importer/import_routes.h"

#include <filesystem>

#include <boost/json.hpp>

#include "api/call.h"
#include "http/multipart.h"
#include "importer/import_jobs.h"
#include "importer/preview.h"

namespace clientela::importer {
namespace {

namespace json = boost::json;
using JobsPointer = std::shared_ptr<ImportJobs>;

constexpr std::uint64_t kFileBytesMax = std::uint64_t{2} << 30;
constexpr std::uint32_t kUploadSeconds = 3600;
constexpr int kHistoryRows = 100;

Error not_found() { return make_error(ErrorCode::not_found, "error.not_found"); }

Result<TableFormat> format_of_name(const std::string& name) {
    const std::string ending = std::filesystem::path(name).extension().string();
    if (ending == ".json" || ending == ".ndjson") return TableFormat::json;
    if (ending == ".csv" || ending == ".txt" || ending == ".tsv" || ending.empty())
        return TableFormat::csv;
    return field_error("file", "unknown_file_kind", {{"ending", ending}});
}

// The object, if the caller may create records of it.
Result<const schema::Object*> object_of(const api::Call& call, const std::string& name) {
    const schema::Object* object = call.schema().find(name);
    if (object == nullptr) return field_error("object", "unknown_option", {{"value", name}});
    if (call.principal->breadth(name, access::Action::create) == access::Breadth::none) {
        return make_error(ErrorCode::forbidden, "error.forbidden");
    }
    return object;
}

void write_counts(JsonWriter& writer, const Counts& counts) {
    writer.key("progress");
    writer.begin_object();
    writer.member("done", counts.rows);
    writer.key("total");
    writer.null();
    writer.end_object();
}

std::string live_text(Id id, const ImportJobs::Seen& job, Language language) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("id", to_string(id));
    writer.member("state", job.state);
    writer.member("object", job.object);
    writer.member("file_name", job.file_name);
    writer.member("dry_run", job.dry_run);
    write_counts(writer, job.counts);
    writer.key("receipt");
    writer.null();
    writer.key("error");
    if (job.error) {
        const bool field = !job.error->fields.empty();
        writer.begin_object();
        writer.member(
            "message",
            localize(field ? job.error->fields.front().message : job.error->message, language));
        writer.end_object();
    } else {
        writer.null();
    }
    writer.end_object();
    return writer.take();
}

std::string kept_text(const Receipt& receipt, Language language) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("id", to_string(receipt.id));
    writer.member("state", receipt.state);
    writer.member("object", receipt.object);
    writer.member("file_name", receipt.file_name);
    writer.member("dry_run", receipt.dry_run);
    writer.member("created_at", to_string(receipt.started_at));
    if (receipt.finished_at) writer.member("finished_at", to_string(*receipt.finished_at));
    if (receipt.undoes) writer.member("undoes", to_string(receipt.undoes));
    write_counts(writer, receipt.counts);
    writer.key("receipt");
    writer.raw(to_json(receipt, language));
    writer.key("error");
    writer.null();
    writer.end_object();
    return writer.take();
}

Result<Id> id_of(const api::Call& call) {
    const auto id = parse_id(call.request.parameter("id"));
    if (!id) return not_found();
    return *id;
}

bool may_see(const api::Call& call, Id created_by) {
    return call.principal->administers || (created_by && created_by == call.principal->user);
}

Result<Receipt> kept_receipt(const api::Call& call, ImportJobs& jobs, Id id) {
    Receipt receipt = TRY(find_import(jobs.host(*call.principal), id));
    if (!may_see(call, receipt.created_by)) return not_found();
    return receipt;
}

Result<http::Response> job_answer(const api::Call& call, ImportJobs& jobs, Id id, int status) {
    const auto live = jobs.find(id);
    if (live && !may_see(call, live->created_by)) return not_found();
    const bool settled = live && (live->state == "done" || live->state == "cancelled");
    if (live && !settled) return api::json_response(status, live_text(id, *live, call.language));
    return api::json_response(status, kept_text(TRY(kept_receipt(call, jobs, id)), call.language));
}

Result<http::Response> look_at_file(api::Call& call) {
    http::Form form = TRY(http::read_multipart(call.request));
    const http::Part* file = form.find("file");
    const http::Part* name = form.find("object");
    if (file == nullptr || !file->is_file()) return field_error("file", "required");
    const schema::Object* object =
        TRY(object_of(call, name != nullptr ? name->value : std::string()));
    TableOptions options;
    options.format = TRY(format_of_name(file->file_name));
    return api::json_response(200, to_json(TRY(preview(file->file.path(), options, *object))));
}

// The JSON part "options": object, mapping, match, dry_run.
Result<void> read_options(const std::string& text, ImportOptions& options) {
    boost::system::error_code failed;
    const json::value document = json::parse(text, failed);
    if (failed || !document.is_object()) return field_error("options", "wrong_type");
    for (const auto& [name, value] : document.get_object()) {
        if (name == "object" && value.is_string()) {
            options.object = std::string(value.get_string());
        } else if (name == "dry_run" && value.is_bool()) {
            options.dry_run = value.get_bool();
        } else if (name == "mapping" && value.is_object()) {
            options.mapping = TRY(parse_mapping(json::serialize(value)));
        } else if (name == "match" && value.is_array()) {
            for (const json::value& field : value.get_array()) {
                if (!field.is_string()) return field_error("match", "wrong_type");
                options.match.emplace_back(field.get_string());
            }
        } else {
            return field_error(std::string(name), "unknown_field");
        }
    }
    return {};
}

Result<http::Response> start_import(api::Call& call, ImportJobs& jobs) {
    http::Form form = TRY(http::read_multipart(call.request));
    const http::Part* options = form.find("options");
    if (options == nullptr) return field_error("options", "required");
    auto job = std::make_shared<ImportJob>();
    job->options.mapping.guessed = true;
    TRY(read_options(options->value, job->options));
    TRY(object_of(call, job->options.object));
    for (http::Part& part : form.parts) {
        if (part.name != "file" || !part.is_file()) continue;
        job->options.file_name = part.file_name;
        job->options.table.format = TRY(format_of_name(part.file_name));
        job->options.file = part.file.release();
    }
    if (job->options.file.empty()) return field_error("file", "required");
    job->id = call.application.ids.next(call.application.clock.now().ms);
    job->options.id = job->id;
    job->principal = call.principal;
    const Id id = job->id;
    jobs.start(std::move(job));
    http::Response response = TRY(job_answer(call, jobs, id, 201));
    response.headers.emplace_back("location", "/api/v1/imports('" + to_string(id) + "')");
    return response;
}

Result<http::Response> undo(api::Call& call, ImportJobs& jobs) {
    const Receipt receipt = TRY(kept_receipt(call, jobs, TRY(id_of(call))));
    Progress progress;
    const Receipt taken_back = TRY(undo_import(jobs.host(*call.principal), receipt.id, progress));
    call.application.principals.invalidate();
    call.application.shares.forget();
    return api::json_response(200, kept_text(taken_back, call.language));
}

Result<http::Response> cancel(api::Call& call, ImportJobs& jobs) {
    const Id id = TRY(id_of(call));
    if (!jobs.cancel(id, call.principal->user, call.principal->administers)) return not_found();
    return job_answer(call, jobs, id, 200);
}

Result<http::Response> history(api::Call& call, ImportJobs& jobs) {
    const Id only = call.principal->administers ? Id{} : call.principal->user;
    JsonWriter writer;
    writer.begin_object();
    writer.key("value");
    writer.begin_array();
    for (const Receipt& receipt :
         TRY(list_imports(jobs.host(*call.principal), only, kHistoryRows))) {
        writer.raw(kept_text(receipt, call.language));
    }
    writer.end_array();
    writer.end_object();
    return api::json_response(200, writer.take());
}

}  // namespace

void add_import_routes(http::Router& router, api::Application& application) {
    const auto jobs = std::make_shared<ImportJobs>(application);
    http::RouteOptions upload;
    upload.body_limit = kFileBytesMax;
    upload.body = http::Body::spool;
    upload.body_seconds = kUploadSeconds;
    using http::Method;
    router.add(Method::post, "/api/v1/imports/preview",
               api::authenticated(application, look_at_file), upload);
    const auto add = [&](Method method, const char* pattern, auto handler,
                         http::RouteOptions options = {}) {
        router.add(
            method, pattern,
            api::authenticated(application,
                               [jobs, handler](api::Call& call) { return handler(call, *jobs); }),
            options);
    };
    add(Method::post, "/api/v1/imports", start_import, upload);
    add(Method::get, "/api/v1/imports", history);
    add(Method::get, "/api/v1/imports('{id}')",
        [](api::Call& call, ImportJobs& all) -> Result<http::Response> {
            return job_answer(call, all, TRY(id_of(call)), 200);
        });
    add(Method::post, "/api/v1/imports('{id}')/cancel", cancel);
    add(Method::post, "/api/v1/imports('{id}')/undo", undo);
}

}  // namespace clientela::importer
