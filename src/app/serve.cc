// SPDX-License-Identifier: Apache-2.0
// The server: opens the site, adds the routes, serves until Ctrl-C or SIGTERM.
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>

#include <spdlog/spdlog.h>

#include "api/admission.h"
#include "app/command.h"
#include "app/handover.h"
#include "app/log.h"
#include "app/routes.h"
#include "customize/index_job.h"
#include "http/access_log.h"
#include "http/server.h"
#include "job/job_table.h"
#include "schema/pending_index.h"

namespace clientela::app {
namespace {

// More than the connections of a busy hour that write at once: one commit takes in all who wait.
constexpr unsigned kPoolThreads = 72;

// web/dist beside the build directory of the program, or where --web says.
std::string web_directory(const CommandLine& line) {
    if (!line.web.empty()) return line.web;
    std::error_code failed;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
    return (program.parent_path().parent_path() / "web" / "dist").string();
}

bool read_listen(const std::string& text, http::ServerOptions& options) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return false;
    options.address = text.substr(0, colon);
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, end, options.port);
    return parsed.ec == std::errc{} && parsed.ptr == end;
}

Exit fail(const Error& error, const CommandLine& line, Language language) {
    std::fputs(error_text(error, line.json, language).c_str(), stderr);
    return Exit::failed;
}

// By another server of the same store, or by a job that a restart interrupted and that goes on.
bool are_being_built(Site& site) {
    job::Search search;
    search.kind = customize::index_order(false).kind;
    search.active = true;
    std::vector<job::Job> active;
    const Result<void> looked = site.store->read([&](db::Transaction& tx) -> Result<void> {
        active = TRY(job::newest(tx, search));
        return {};
    });
    return looked.ok() && !active.empty();
}

// Without an index everything works, only slower: nobody waits for it. A job builds those that an
// upgrade left for now, and those that somebody dropped.
void build_indexes_behind(Site& site) {
    const Result<std::size_t> missing = schema::note_missing(*site.store);
    if (!missing.ok()) spdlog::error("missing indexes: {}", missing.error().detail);
    if (missing.ok() && *missing > 0) spdlog::warn("{} missing indexes are built again", *missing);
    const Result<bool> pending = schema::has_pending(*site.store);
    if (!pending.ok() || !*pending || are_being_built(site)) return;
    const auto job = site.runner->submit(customize::index_order(false), Id{});
    if (!job.ok()) spdlog::error("indexes were not built: {}", job.error().message.key);
}

}  // namespace

Exit serve(const CommandLine& line, const Invocation& invocation) {
    set_log_format(line.log_format == "json" ? LogFormat::json : LogFormat::text);
    Result<std::unique_ptr<Site>> site = open_site(line.store);
    if (!site.ok()) return fail(site.error(), line, invocation.language);
    http::ServerOptions options;
    if (!read_listen(line.listen, options)) {
        fail(make_error(ErrorCode::invalid, "cli.bad_listen", {{"value", line.listen}}), line,
             invocation.language);
        return Exit::usage;
    }
    // Behind the socket stands the command line: nobody may pass strangers on to it.
    if (std::find(line.proxies.begin(), line.proxies.end(), "unix") != line.proxies.end()) {
        fail(make_error(ErrorCode::invalid, "http.bad_proxy", {{"address", "unix"}}), line,
             invocation.language);
        return Exit::usage;
    }
    options.tls_certificate = line.tls_certificate;
    options.tls_key = line.tls_key;
    options.unix_socket = socket_path(line.store);
    options.pool_threads = kPoolThreads;
    options.handle_signals = true;
    if (!line.access_log.empty()) {
        auto opened = http::open_access_log(line.access_log);
        if (!opened.ok()) return fail(opened.error(), line, invocation.language);
        options.access_log = std::move(opened).value();
    }
    options.on_drain = [runner = (*site)->runner.get()] { runner->stop_waiting(); };
    options.trusted_proxies = line.proxies;
    options.memory_type = "application/json";
    options.spool_type = "multipart/form-data";
    options.admit = api::admit_known(*(*site)->application);
    if (line.rate_limit > 0) options.limit = api::limit_requests((*site)->clock, line.rate_limit);
    http::Server* running = nullptr;  // asked for its metrics by a route of its own
    http::Server server(
        options,
        make_router(
            **site, web_directory(line),
            [&running] { return running != nullptr ? running->metrics() : http::Metrics{}; }),
        &(*site)->events);
    running = &server;
    Result<void> listening = server.listen();
    if (!listening.ok()) return fail(listening.error(), line, invocation.language);
    const std::string address = (line.tls_certificate.empty() ? "http://" : "https://") +
                                options.address + ":" + std::to_string(server.port());
    std::printf("%s\n",
                localize({"cli.serving", {{"address", address}}}, invocation.language).c_str());
    std::fflush(stdout);
    (*site)->loop->start();
    (*site)->runner->start();
    build_indexes_behind(**site);
    const Result<void> served = server.run();
    (*site)->runner->stop();
    (*site)->loop->stop();
    if (!served.ok()) return fail(served.error(), line, invocation.language);
    std::printf("%s\n", localize({"cli.stopped", {}}, invocation.language).c_str());
    return Exit::done;
}

}  // namespace clientela::app
