// SPDX-License-Identifier: Apache-2.0
#include "job/job_routes.h"

#include <charconv>
#include <fstream>
#include <memory>

#include <spdlog/spdlog.h>

#include "job/job_json.h"
#include "job/job_table.h"

namespace clientela::job {
namespace {

constexpr int kPageDefault = 50;
constexpr int kPageMax = 1'000;
constexpr int kCsvPage = 1'000;
constexpr std::size_t kFileChunk = std::size_t{256} << 10U;

Error not_found() { return make_error(ErrorCode::not_found, "error.not_found"); }

Result<Id> id_of(const api::Call& call) {
    const auto id = parse_id(call.request.parameter("id"));
    if (!id) return not_found();
    return *id;
}

Result<std::int64_t> number_of(const api::Call& call, const char* name, std::int64_t otherwise) {
    const auto text = call.request.query_value(name);
    if (!text) return otherwise;
    std::int64_t number = 0;
    const auto parsed = std::from_chars(text->data(), text->data() + text->size(), number);
    if (parsed.ec != std::errc{} || parsed.ptr != text->data() + text->size() || number < 0)
        return field_error(name, "not_a_number");
    return number;
}

Result<Search> search_of(const api::Call& call, std::string_view kind) {
    Search search;
    search.started_by = call.principal->administers ? Id{} : call.principal->user;
    search.kind = kind.empty() ? call.request.query_value("kind").value_or("") : kind;
    search.active = call.request.query_value("active").value_or("") == "true";
    const int top = static_cast<int>(
        std::clamp<std::int64_t>(TRY(number_of(call, "top", kPageDefault)), 1, kPageMax));
    if (const auto after = call.request.query_value("after"); after && !after->empty()) {
        const auto id = parse_id(*after);
        if (!id) return field_error("after", "unknown_token");
        search.before = *id;
    }
    search.limit = top + 1;  // one more tells whether there is a next page
    return search;
}

// One page of failures for each time that the connection asks for more. The last page of a read
// that fails is an incomplete file; the log says why.
Result<http::Response> failures_as_csv(const api::Call& call, const Job& job) {
    http::Response response;
    response.headers.emplace_back("content-type", "text/csv; charset=utf-8");
    response.headers.emplace_back(
        "content-disposition", "attachment; filename=\"failures-" + to_string(job.id) + ".csv\"");
    response.source = [&application = call.application, schema = call.snapshot,
                       language = call.language, id = job.id, trace = call.request.trace_id,
                       after = std::int64_t{0}](std::string& chunk) mutable {
        std::vector<Failure> page;
        const Result<void> read = application.store.read([&](db::Transaction& tx) -> Result<void> {
            page = TRY(failures(tx, id, after, kCsvPage));
            return {};
        });
        if (!read.ok()) {
            spdlog::warn("trace={} failures of job {}: {}", trace, to_string(id),
                         read.error().message.key);
            return false;
        }
        chunk = csv_of(*schema, page, language, after == 0);
        if (page.size() < kCsvPage) return false;
        after = page.back().number;
        return true;
    };
    return response;
}

Result<http::Response> list_failures(api::Call& call) {
    const Job job = TRY(visible_job(call, TRY(id_of(call))));
    if (call.request.query_value("format").value_or("") == "csv") return failures_as_csv(call, job);
    const std::int64_t after = TRY(number_of(call, "after", 0));
    const auto top = static_cast<std::size_t>(
        std::clamp<std::int64_t>(TRY(number_of(call, "top", 100)), 1, kPageMax));
    std::vector<Failure> all;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        all = TRY(failures(context.tx, job.id, after, static_cast<int>(top) + 1));
        return {};
    }));
    const bool more = all.size() > top;
    if (more) all.pop_back();
    JsonWriter writer;
    writer.begin_object();
    writer.key("value");
    writer.begin_array();
    for (const Failure& failure : all)
        write_failure(writer, call.schema(), failure, call.language);
    writer.end_array();
    writer.key("next");
    if (more) {
        writer.integer(all.back().number);
    } else {
        writer.null();
    }
    writer.end_object();
    return api::json_response(200, writer.take());
}

std::string_view media_type_of(std::string_view file) {
    if (file.ends_with(".csv")) return "text/csv; charset=utf-8";
    if (file.ends_with(".json")) return "application/json";
    if (file.ends_with(".xlsx"))
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return "application/octet-stream";
}

std::string quoted_name(const std::string& name) {
    std::string safe;
    for (const char letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        safe.push_back(byte < 0x20 || byte > 0x7E || letter == '"' || letter == '\\' ? '_'
                                                                                     : letter);
    }
    return safe;
}

}  // namespace

Result<Job> visible_job(const api::Call& call, Id id) {
    std::optional<Job> job;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        job = TRY(find(context.tx, id));
        return {};
    }));
    const bool mine = job && job->started_by && job->started_by == call.principal->user;
    if (!job || (!mine && !call.principal->administers)) return not_found();
    return std::move(*job);
}

http::Response job_response(const api::Call& call, const Job& job, int status) {
    JsonWriter writer;
    write_job(writer, call.schema(), job, call.language);
    http::Response response = api::json_response(status, writer.take());
    if (status == 202 || status == 201)
        response.headers.emplace_back("location", "/api/v1/jobs('" + to_string(job.id) + "')");
    return response;
}

Result<http::Response> jobs_response(const api::Call& call, std::string_view kind) {
    const Search search = TRY(search_of(call, kind));
    std::vector<Job> jobs;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        jobs = TRY(newest(context.tx, search));
        return {};
    }));
    const bool more = static_cast<int>(jobs.size()) == search.limit;
    if (more) jobs.pop_back();
    JsonWriter writer;
    writer.begin_object();
    writer.key("value");
    writer.begin_array();
    for (const Job& job : jobs)
        write_job(writer, call.schema(), job, call.language);
    writer.end_array();
    writer.key("next");
    if (more) {
        writer.string(to_string(jobs.back().id));
    } else {
        writer.null();
    }
    writer.end_object();
    return api::json_response(200, writer.take());
}

Result<http::Response> file_response(const api::Call& call, const Job& job, const Runner& runner) {
    const Kind* kind = runner.kinds().find(job.kind);
    if (kind != nullptr && kind->may_fetch) TRY(kind->may_fetch(call, job));
    if (!job.result) return not_found();
    auto in = std::make_shared<std::ifstream>(job.result->path, std::ios::binary);
    if (!*in) return not_found();
    http::Response response;
    response.headers.emplace_back("content-type", std::string(media_type_of(job.result->name)));
    response.headers.emplace_back("cache-control", "no-store");
    response.headers.emplace_back("content-disposition",
                                  "attachment; filename=\"" + quoted_name(job.result->name) + "\"");
    response.source = [in](std::string& chunk) {
        chunk.resize(kFileChunk);
        in->read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        chunk.resize(static_cast<std::size_t>(in->gcount()));
        return static_cast<bool>(*in);
    };
    return response;
}

void add_job_routes(http::Router& router, api::Application& application, Runner& runner) {
    using http::Method;
    const auto add = [&](Method method, const std::string& pattern, api::CallHandler handler) {
        router.add(method, pattern, api::authenticated(application, std::move(handler)));
    };
    add(Method::get, "/api/v1/jobs",
        [](const api::Call& call) -> Result<http::Response> { return jobs_response(call); });
    add(Method::get, "/api/v1/jobs('{id}')", [](api::Call& call) -> Result<http::Response> {
        return job_response(call, TRY(visible_job(call, TRY(id_of(call)))), 200);
    });
    add(Method::get, "/api/v1/jobs('{id}')/failures", list_failures);
    add(Method::get, "/api/v1/jobs('{id}')/file",
        [&runner](api::Call& call) -> Result<http::Response> {
            return file_response(call, TRY(visible_job(call, TRY(id_of(call)))), runner);
        });
    const auto add_act = [&](const char* name, Result<Job> (Runner::*act)(Id)) {
        add(Method::post, std::string("/api/v1/jobs('{id}')/") + name,
            [&runner, act](api::Call& call) -> Result<http::Response> {
                const Job job = TRY(visible_job(call, TRY(id_of(call))));
                return job_response(call, TRY((runner.*act)(job.id)), 200);
            });
    };
    add_act("pause", &Runner::pause);
    add_act("resume", &Runner::resume);
    add_act("cancel", &Runner::cancel);
    add(Method::post, "/api/v1/jobs('{id}')/undo",
        [&runner](api::Call& call) -> Result<http::Response> {
            const Job job = TRY(visible_job(call, TRY(id_of(call))));
            return job_response(call, TRY(runner.undo(job.id, call.principal->user)), 202);
        });
}

}  // namespace clientela::job
