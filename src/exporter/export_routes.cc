// SPDX-License-Identifier: Apache-2.0
// The file is written before the answer goes out, in steps that other requests run between. Files
// lie in a folder of the server's user alone and go after an hour.
#include "exporter/export_routes.h"

#include <fstream>
#include <map>
#include <mutex>

#include <unistd.h>

#include "api/call.h"
#include "change/acts.h"
#include "exporter/export.h"

namespace clientela::exporter {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kKeptMs = 3'600'000;
constexpr std::size_t kChunk = std::size_t{256} << 10U;

struct MadeFile {
    Id owner;
    std::string name;
    fs::path path;
    FileFormat format = FileFormat::csv;
    Instant made_at;
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
};

// What was exported lately, in memory: a server that starts anew has forgotten it.
class MadeFiles {
public:
    Result<fs::path> folder() const {
        const fs::path path =
            fs::temp_directory_path() / ("clientela-exports-" + std::to_string(::getuid()));
        std::error_code failed;
        fs::create_directories(path, failed);
        if (!failed) fs::permissions(path, fs::perms::owner_all, failed);
        if (failed) return make_error(ErrorCode::unavailable, "export.not_written");
        return path;
    }
    void keep(Id id, MadeFile file) {
        const std::scoped_lock lock(mutex_);
        for (auto one = files_.begin(); one != files_.end();) {
            if (file.made_at.ms - one->second.made_at.ms < kKeptMs) {
                ++one;
                continue;
            }
            std::error_code ignored;
            fs::remove(one->second.path, ignored);
            one = files_.erase(one);
        }
        files_.emplace(id, std::move(file));
    }
    std::optional<MadeFile> find(Id id, Id owner) const {
        const std::scoped_lock lock(mutex_);
        const auto found = files_.find(id);
        if (found == files_.end() || found->second.owner != owner) return std::nullopt;
        return found->second;
    }

private:
    mutable std::mutex mutex_;
    std::map<Id, MadeFile> files_;
};
using FilesPointer = std::shared_ptr<MadeFiles>;

std::string answer_text(Id id, const MadeFile& file, const std::string& object) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("id", to_string(id));
    writer.member("kind", "export");
    writer.member("object", object);
    writer.member("state", "done");
    writer.member("total", file.rows);
    writer.member("done", file.rows);
    writer.key("error");
    writer.null();
    writer.key("file");
    writer.begin_object();
    writer.member("name", file.name);
    writer.member("bytes", file.bytes);
    writer.end_object();
    writer.end_object();
    return writer.take();
}

Result<void> note(api::Call& call, const ExportRequest& request, const MadeFile& file) {
    JsonWriter detail;
    detail.begin_object();
    detail.member("rows", file.rows);
    detail.member("filter", request.filter);
    detail.member("search", request.search);
    detail.member("select", request.select);
    detail.end_object();
    const std::string text = detail.take();
    return call.application.store.write([&](db::Transaction& tx) {
        return change::record_act(tx, {0, file.made_at, file.owner, "exported", request.object,
                                       call.request.remote, text});
    });
}

Result<http::Response> make(api::Call& call, MadeFiles& files, const OpenSource& open) {
    ExportRequest request = TRY(parse_request(call.request.body));
    request.language = call.language;
    const Instant now = call.application.clock.now();
    const Id id = call.application.ids.next(now.ms);
    const Zone& zone = call.application.company->zone;
    MadeFile file;
    file.owner = call.principal->user;
    file.made_at = now;
    file.format = request.format;
    file.name = request.object + "-" + to_string(zone.local(now).date) +
                std::string(ending_of(request.format));
    file.path = TRY(files.folder()) / (to_string(id) + std::string(ending_of(request.format)));
    Export work(open(call.application, request), file.path,
                WriterOptions{request.format, request.byte_order_mark, zone});
    const std::atomic<bool> stopped{false};
    file.rows = TRY(run_export(
        work,
        [&call](const std::function<Result<void>(record::Context&)>& reading) {
            return call.read(reading);
        },
        stopped));
    std::error_code failed;
    file.bytes = static_cast<std::int64_t>(fs::file_size(file.path, failed));
    if (failed) return make_error(ErrorCode::unavailable, "export.not_written");
    TRY(note(call, request, file));
    files.keep(id, file);
    http::Response response = api::json_response(202, answer_text(id, file, request.object));
    response.headers.emplace_back("location", "/api/v1/exports('" + to_string(id) + "')/file");
    return response;
}

Result<http::Response> fetch(const api::Call& call, const MadeFiles& files) {
    const auto id = parse_id(call.request.parameter("id"));
    const auto file = id ? files.find(*id, call.principal->user) : std::nullopt;
    if (!file) return make_error(ErrorCode::not_found, "error.not_found");
    auto in = std::make_shared<std::ifstream>(file->path, std::ios::binary);
    if (!*in) return make_error(ErrorCode::not_found, "error.not_found");
    http::Response response;
    response.header("content-type", std::string(media_type_of(file->format)));
    response.header("content-disposition", "attachment; filename=\"" + file->name + "\"");
    response.header("cache-control", "no-store");
    response.source = [in](std::string& chunk) {
        chunk.resize(kChunk);
        in->read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        chunk.resize(static_cast<std::size_t>(in->gcount()));
        return !in->eof();
    };
    return response;
}

}  // namespace

void add_export_routes(http::Router& router, api::Application& application, OpenSource open) {
    const FilesPointer files = std::make_shared<MadeFiles>();
    router.add(http::Method::post, "/api/v1/exports",
               api::authenticated(application, [files, open = std::move(open)](api::Call& call) {
                   return make(call, *files, open);
               }));
    router.add(
        http::Method::get, "/api/v1/exports('{id}')/file",
        api::authenticated(application, [files](api::Call& call) { return fetch(call, *files); }));
}

}  // namespace clientela::exporter
