// SPDX-License-Identifier: Apache-2.0
// Lines are put together here and handed to spdlog as they are.
#include "http/access_log.h"

#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <iterator>

#include "base/time.h"
#include "http/access_entry.h"

namespace clientela::http {
namespace {

void append_escaped(std::string& out, std::string_view text) {
    for (char c : text) {
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
        } else {
            out.push_back(c);
        }
    }
}

// The target without the values of its query: they may name people.
void append_target(std::string& out, std::string_view target) {
    const auto question = target.find('?');
    append_escaped(out, target.substr(0, question));
    if (question == std::string_view::npos) return;
    char separator = '?';
    std::string_view query = target.substr(question + 1);
    while (!query.empty()) {
        const auto end = query.find('&');
        const std::string_view piece = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
        out.push_back(separator);
        separator = '&';
        append_escaped(out, piece.substr(0, piece.find('=')));
    }
}

}  // namespace

std::string access_line(const AccessEntry& entry) {
    std::string out;
    out.reserve(256);
    const Instant now = SystemClock{}.now();
    out.append("{\"t\":\"").append(to_string(now)).append("\",\"method\":\"");
    out.append(method_name(entry.request.method)).append("\",\"path\":\"");
    append_target(out, entry.request.target);
    fmt::format_to(std::back_inserter(out), R"(","status":{},"ms":{:.3f},"bytes":{},"peer":")",
                   entry.status, static_cast<double>(entry.microseconds) / 1000.0, entry.bytes);
    append_escaped(out, entry.request.remote);
    out.append("\",\"trace\":\"").append(entry.request.trace_id).append("\"}");
    return out;
}

Result<std::function<void(std::string_view)>> open_access_log(const std::string& path) {
    try {
        spdlog::sink_ptr sink;
        if (path == "-") {
            sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
        } else {
            sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
        }
        auto logger = std::make_shared<spdlog::logger>("access", sink);
        logger->set_pattern("%v");
        // Loops of several threads come by; now and then two of them flush.
        auto flushed = std::make_shared<std::atomic<std::int64_t>>(0);
        return std::function<void(std::string_view)>([logger, flushed](std::string_view line) {
            logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
            const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                                 std::chrono::steady_clock::now().time_since_epoch())
                                 .count();
            if (flushed->exchange(now, std::memory_order_relaxed) != now) logger->flush();
        });
    } catch (const spdlog::spdlog_ex& problem) {
        Error error = make_error(ErrorCode::invalid, "http.bad_log", {{"path", path}});
        error.detail = problem.what();
        return error;
    }
}

}  // namespace clientela::http
