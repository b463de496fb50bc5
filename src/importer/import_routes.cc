// SPDX-License-Identifier: Apache-2.0
// A person sees their own imports, an administrator all of them.
#include "importer/import_routes.h"

#include <chrono>
#include <filesystem>

#include <boost/json.hpp>

#include "access/not_allowed.h"
#include "api/call.h"
#include "api/idempotency.h"
#include "http/multipart.h"
#include "importer/import_parameters.h"
#include "importer/preview.h"
#include "job/job_json.h"
#include "job/job_routes.h"
#include "job/job_table.h"

namespace clientela::importer {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kFileBytesMax = std::uint64_t{2} << 30;
constexpr std::uint32_t kUploadSeconds = 3600;
constexpr int kHistoryRows = 100;
constexpr std::size_t kErrorsInHistory = 0;  // an import that is looked at alone tells them
constexpr std::chrono::seconds kUndoPatience{20};

Error not_found() { return make_error(ErrorCode::not_found, "error.not_found"); }

// An upload waits under a name of its own, so the format follows from the name that was sent.
Result<TableFormat> format_of_upload(const std::string& name) {
    Result<TableFormat> format = format_of(name);
    if (format.ok()) return format;
    Error refused = field_error("file", "unknown_file_kind");
    refused.fields[0].message = format.error().message;
    return refused;
}

// The object, if the caller may create records of it.
Result<const schema::Object*> creatable_object(const api::Call& call, const std::string& name) {
    const schema::Object* object = call.schema().find(name);
    if (object == nullptr) return field_error("object", "unknown_option", {{"value", name}});
    if (call.principal->breadth(name, access::Action::create) == access::Breadth::none) {
        return access::not_allowed(access::Action::create, name);
    }
    return object;
}

// A job in the shape of an import. While it runs, only its progress is told.
Result<std::string> import_text(record::Context& context, const job::Job& job, Language language,
                                std::size_t errors) {
    const bool over = job::is_over(job.state);
    const Receipt receipt = TRY(receipt_of(context.tx, job, over ? errors : 0));
    JsonWriter writer;
    writer.begin_object();
    writer.member("id", to_string(job.id));
    writer.member("state", job.state == job::State::waiting ? "queued" : receipt.state);
    writer.member("object", receipt.object);
    writer.member("file_name", receipt.file_name);
    writer.member("dry_run", receipt.dry_run);
    writer.member("created_at", to_string(job.created_at));
    if (job.finished_at) writer.member("finished_at", to_string(*job.finished_at));
    if (job.undoes) writer.member("undoes", to_string(job.undoes));
    writer.key("progress");
    writer.begin_object();
    writer.member("done", job.done);
    writer.key("total");
    if (job.total) {
        writer.integer(*job.total);
    } else {
        writer.null();
    }
    writer.end_object();
    writer.key("receipt");
    const bool nothing = job.state == job::State::failed && job.counts.rows == 0;
    if (over && !nothing) {
        writer.raw(to_json(receipt, language));
    } else {
        writer.null();
    }
    writer.key("error");
    if (job.error) {
        writer.begin_object();
        writer.member("message", job::localized(context.schema, *job.error, language));
        writer.end_object();
    } else {
        writer.null();
    }
    writer.end_object();
    return writer.take();
}

Result<Id> id_of(const api::Call& call) {
    const auto id = parse_id(call.request.parameter("id"));
    if (!id) return not_found();
    return *id;
}

// The job of the path, if it is an import, or an undo, that the caller may see.
Result<job::Job> import_of(const api::Call& call) {
    job::Job job = TRY(job::visible_job(call, TRY(id_of(call))));
    if (job.kind != "import" && job.kind != "undo") return not_found();
    return job;
}

Result<http::Response> answer(const api::Call& call, const job::Job& job, int status) {
    std::string body;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        body = TRY(import_text(context, job, call.language, kErrorsKept));
        return {};
    }));
    return api::json_response(status, std::move(body));
}

Result<http::Response> look_at_file(api::Call& call) {
    http::Form form = TRY(http::read_multipart(call.request));
    const http::Part* file = form.find("file");
    const http::Part* name = form.find("object");
    if (file == nullptr || !file->is_file()) return field_error("file", "required");
    const schema::Object* object =
        TRY(creatable_object(call, name != nullptr ? name->value : std::string()));
    TableOptions options;
    options.format = TRY(format_of_upload(file->file_name));
    const CellContext cells{call.application.company->currency, call.application.company->zone};
    const Preview seen = TRY(preview(file->file.path(), options, *object, cells));
    return api::json_response(200, to_json(seen, call.language));
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

Result<http::Response> start(api::Call& call, job::Runner& runner) {
    http::Form form = TRY(http::read_multipart(call.request));
    const http::Part* words = form.find("options");
    if (words == nullptr) return field_error("options", "required");
    ImportOptions options;
    options.mapping.guessed = true;
    TRY(read_options(words->value, options));
    TRY(creatable_object(call, options.object));
    for (http::Part& part : form.parts) {
        if (part.name != "file" || !part.is_file()) continue;
        options.file_name = part.file_name;
        options.table.format = TRY(format_of_upload(part.file_name));
        options.file = part.file.path();
    }
    if (options.file.empty()) return field_error("file", "required");
    if (auto known = TRY(api::answered_before(call))) return std::move(*known);
    const job::Order order = TRY(order_import(call.application, runner, *call.principal, options));
    bool submitted = false;
    auto response = api::write_once(call, [&](record::Context& context) -> Result<http::Response> {
        const job::Job job = TRY(runner.submit_in(context.tx, order, context.principal.user));
        submitted = true;
        http::Response begun =
            api::json_response(201, TRY(import_text(context, job, call.language, kErrorsKept)));
        begun.headers.emplace_back("location", "/api/v1/imports('" + to_string(job.id) + "')");
        return begun;
    });
    // Of two at once under one key, the one that is answered with the other's job owns no file.
    // What a transaction that failed afterwards leaves behind is swept with other old files of
    // jobs.
    std::error_code ignored;
    if (!submitted) std::filesystem::remove(order.source->path, ignored);
    runner.nudge();
    return response;
}

// Most are short enough to be waited for; of a long one the caller gets the job that goes on.
Result<http::Response> undo(api::Call& call, job::Runner& runner) {
    const job::Job job = TRY(import_of(call));
    if (job.kind == "import" && TRY(parse_parameters(job.parameters)).dry_run)
        return make_error(ErrorCode::conflict, "import.nothing_to_undo");
    const job::Job begun = TRY(runner.undo(job.id, call.principal->user));
    const job::Job now = TRY(runner.wait(begun.id, {}, kUndoPatience));
    return answer(call, now, job::is_over(now.state) ? 200 : 202);
}

Result<http::Response> cancel(api::Call& call, job::Runner& runner) {
    const job::Job job = TRY(import_of(call));
    if (job::is_over(job.state)) return answer(call, job, 200);
    return answer(call, TRY(runner.cancel(job.id)), 200);
}

Result<http::Response> history(api::Call& call) {
    job::Search search;
    search.started_by = call.principal->administers ? Id{} : call.principal->user;
    search.kind = "import";
    search.limit = kHistoryRows;
    JsonWriter writer;
    writer.begin_object();
    writer.key("value");
    writer.begin_array();
    TRY(call.read([&](record::Context& context) -> Result<void> {
        for (const job::Job& job : TRY(job::newest(context.tx, search)))
            writer.raw(TRY(import_text(context, job, call.language, kErrorsInHistory)));
        return {};
    }));
    writer.end_array();
    writer.end_object();
    return api::json_response(200, writer.take());
}

}  // namespace

void add_import_routes(http::Router& router, api::Application& application, job::Runner& runner) {
    http::RouteOptions upload;
    upload.body_limit = kFileBytesMax;
    upload.body = http::Body::spool;
    upload.body_seconds = kUploadSeconds;
    using http::Method;
    router.add(Method::post, "/api/v1/imports/preview",
               api::authenticated(application, look_at_file, api::Keys::kept_by_handler), upload);
    const auto add = [&](Method method, const char* pattern, auto handler,
                         const http::RouteOptions& options = {}, api::Keys keys = api::Keys::kept) {
        router.add(method, pattern,
                   api::authenticated(
                       application,
                       [&runner, handler](api::Call& call) { return handler(call, runner); }, keys),
                   options);
    };
    add(Method::post, "/api/v1/imports", start, upload, api::Keys::kept_by_handler);
    router.add(Method::get, "/api/v1/imports", api::authenticated(application, history));
    add(Method::get, "/api/v1/imports('{id}')",
        [](api::Call& call, job::Runner&) -> Result<http::Response> {
            return answer(call, TRY(import_of(call)), 200);
        });
    add(Method::post, "/api/v1/imports('{id}')/cancel", cancel);
    add(Method::post, "/api/v1/imports('{id}')/undo", undo);
}

}  // namespace clientela::importer
