// SPDX-License-Identifier: Apache-2.0
#include "app/log.h"

#include <chrono>

#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/json_writer.h"
#include "base/time.h"

namespace clientela::app {
namespace {

constexpr std::string_view kTrace = "trace=";

class JsonLines final : public spdlog::formatter {
public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
        const auto since = message.time.time_since_epoch();
        const Instant moment{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
        const auto level = spdlog::level::to_string_view(message.level);
        const std::string line = log_line(to_string(moment), {level.data(), level.size()},
                                          {message.payload.data(), message.payload.size()});
        out.append(line.data(), line.data() + line.size());
        out.push_back('\n');
    }
    std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<JsonLines>();
    }
};

}  // namespace

std::string log_line(std::string_view time, std::string_view level, std::string_view message) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("t", time);
    writer.member("level", level);
    if (message.starts_with(kTrace)) {
        const std::size_t end = std::min(message.find(' '), message.size());
        writer.member("trace", message.substr(kTrace.size(), end - kTrace.size()));
        message.remove_prefix(std::min(end + 1, message.size()));
    }
    writer.member("message", message);
    writer.end_object();
    return writer.take();
}

void set_log_format(LogFormat format) {
    const auto logger = std::make_shared<spdlog::logger>(
        "clientela", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    if (format == LogFormat::json) logger->set_formatter(std::make_unique<JsonLines>());
    logger->set_level(spdlog::get_level());
    logger->flush_on(spdlog::level::warn);
    spdlog::set_default_logger(logger);
}

}  // namespace clientela::app
