// SPDX-License-Identifier: Apache-2.0
// One table from error codes to HTTP, one JSON shape for all errors (OData with RFC 9457 fields).
#include <spdlog/spdlog.h>

#include "api/call.h"
#include "api/error_json.h"

namespace clientela::api {
namespace {

const char* code_text(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid: return "invalid";
        case ErrorCode::unauthenticated: return "unauthenticated";
        case ErrorCode::forbidden: return "forbidden";
        case ErrorCode::not_found: return "not_found";
        case ErrorCode::conflict: return "conflict";
        case ErrorCode::too_large: return "too_large";
        case ErrorCode::rate_limited: return "rate_limited";
        case ErrorCode::unavailable: return "unavailable";
        case ErrorCode::internal: return "internal";
    }
    return "internal";
}

// The byte of the option's text, percent-decoded, that a mistake of the query language stands at.
std::string place_of(const Message& message) {
    if (!message.key.starts_with("filter.")) return {};
    for (const auto& [name, value] : message.args) {
        if (name == "at") return value;
    }
    return {};
}

void write_details(JsonWriter& writer, const Error& error, Language language) {
    writer.key("details");
    writer.begin_array();
    for (const FieldError& field : error.fields) {
        writer.begin_object();
        writer.member("code", field.code);
        writer.member("target", field.field);
        writer.member("message", localize(field.message, language));
        if (const std::string at = place_of(field.message); !at.empty()) {
            writer.key("offset");
            writer.raw(at);
        }
        writer.end_object();
    }
    writer.end_array();
}

}  // namespace

void write_error(JsonWriter& writer, const Error& error, Language language) {
    writer.begin_object();
    writer.member("code", code_text(error.code));
    writer.member("message", localize(error.message, language));
    writer.key("target");
    if (error.fields.size() == 1) {
        writer.string(error.fields.front().field);
    } else {
        writer.null();
    }
    write_details(writer, error, language);
    writer.end_object();
}

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid: return 400;
        case ErrorCode::unauthenticated: return 401;
        case ErrorCode::forbidden: return 403;
        case ErrorCode::not_found: return 404;
        case ErrorCode::conflict: return 409;
        case ErrorCode::too_large: return 413;
        case ErrorCode::rate_limited: return 429;
        case ErrorCode::unavailable: return 503;
        case ErrorCode::internal: return 500;
    }
    return 500;
}

http::Response json_response(int status, std::string body) {
    http::Response response;
    response.status = status;
    response.headers.emplace_back("content-type", "application/json");
    response.headers.emplace_back("cache-control", "no-store");
    response.body = std::move(body);
    return response;
}

http::Response error_response(const Error& error, Language language, const std::string& trace_id) {
    const std::string& key = error.message.key;
    const bool precondition =
        key == "error.version" || key == "error.is_there" || key == "error.not_there";
    const int status = precondition ? 412 : status_of(error.code);
    if (status >= 500) spdlog::error("trace={} {} {}", trace_id, error.message.key, error.detail);
    JsonWriter writer;
    writer.begin_object();
    writer.key("error");
    write_error(writer, error, language);
    writer.member("status", status);
    writer.member("trace_id", trace_id);
    writer.end_object();
    http::Response response = json_response(status, writer.take());
    if (status == 503) response.headers.emplace_back("retry-after", "2");
    for (const auto& [name, value] : error.message.args) {
        if (status == 429 && name == "seconds") response.headers.emplace_back("retry-after", value);
    }
    return response;
}

}  // namespace clientela::api
