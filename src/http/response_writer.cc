// SPDX-License-Identifier: Apache-2.0
// Writes response heads by hand: one string, no map of fields.
#include "http/response_writer.h"

#include <ctime>

#include "http/compression.h"

namespace clientela::http {
namespace {

constexpr std::size_t kCompressFrom = 1500;

constexpr std::string_view kContentPolicy =
    "content-security-policy: default-src 'self'; script-src 'self'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'\r\n";
constexpr std::string_view kSecurityHeaders =
    "x-content-type-options: nosniff\r\n"
    "x-frame-options: DENY\r\n"
    "referrer-policy: same-origin\r\n"
    "cross-origin-opener-policy: same-origin\r\n"
    "cross-origin-resource-policy: same-origin\r\n";
constexpr std::string_view kStrictTransport = "strict-transport-security: max-age=31536000\r\n";

// "Sun, 06 Nov 1994 08:49:37 GMT", made once a second per thread.
std::string_view date_text() {
    thread_local std::time_t made = 0;
    thread_local char text[40];
    thread_local std::size_t length = 0;
    const std::time_t now = std::time(nullptr);
    if (now != made) {
        std::tm parts{};
        ::gmtime_r(&now, &parts);
        length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
        made = now;
    }
    return {text, length};
}

// A line break in a value would forge headers; controls are dropped.
void append_line(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ");
    for (char c : value) {
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') head.push_back(c);
    }
    head.append("\r\n");
}

struct Given {
    bool content_type = false, caching = false, policy = false, encoding = false, vary = false;
    bool etag = false;
    std::string_view type;
};

Given look_at(const Headers& headers) {
    Given given;
    for (const auto& [name, value] : headers) {
        if (name == "content-type") {
            given.content_type = true;
            given.type = value;
        } else if (name == "cache-control") {
            given.caching = true;
        } else if (name == "content-security-policy") {
            given.policy = true;
        } else if (name == "content-encoding") {
            given.encoding = true;
        } else if (name == "etag") {
            given.etag = true;
        } else if (name == "vary") {
            given.vary = true;
        }
    }
    return given;
}

bool compress_body(const Request& request, Response& response, const Given& given) {
    if (given.encoding || response.body.size() < kCompressFrom || !is_compressible(given.type) ||
        !accepts_encoding(request.header("accept-encoding"), "gzip")) {
        return false;
    }
    std::string packed = gzip(response.body);
    if (packed.empty()) return false;
    response.body = std::move(packed);
    return true;
}

void append_headers(std::string& head, const Headers& headers, bool compressed) {
    for (const auto& [name, value] : headers) {
        if (name == "content-length" || name == "connection" || name == "transfer-encoding") {
            continue;  // framing is the server's business
        }
        if (compressed && name == "etag" && !value.starts_with("W/")) {
            append_line(head, name, "W/" + value);
        } else {
            append_line(head, name, value);
        }
    }
}

void append_defaults(std::string& head, const Request& request, const Response& response,
                     const Given& given) {
    if (!response.event_channel.empty()) {
        head.append(
            "content-type: text/event-stream\r\ncache-control: no-cache, no-transform\r\n"
            "x-accel-buffering: no\r\n");  // proxies must not hold events back
    } else if (!given.content_type && !response.body.empty()) {
        head.append("content-type: text/plain; charset=utf-8\r\n");
    }
    if (!given.caching && response.event_channel.empty()) {
        head.append(given.etag ? "cache-control: private, no-cache\r\n"
                               : "cache-control: no-store\r\n");
    }
    if (!given.policy) head.append(kContentPolicy);
    head.append(kSecurityHeaders);
    if (request.secure) head.append(kStrictTransport);
    head.append("x-request-id: ").append(request.trace_id).append("\r\n");
}

}  // namespace

WireResponse render(const Request& request, Response& response, Framing framing) {
    WireResponse wire;
    wire.status = response.status;
    wire.keep_alive = framing.keep_alive;
    const Given given = look_at(response.headers);
    const bool stream = !response.event_channel.empty();
    const bool bodiless = response.status == 204 || response.status == 304;
    if (bodiless) response.body.clear();
    const bool compressed =
        framing.compress && !response.source && !stream && compress_body(request, response, given);
    // A source or stream without chunks (HTTP/1.0, events) ends with the connection.
    wire.chunked = response.source && framing.http11;
    if (stream || (response.source && !framing.http11)) wire.keep_alive = false;

    std::string& head = wire.head;
    head.reserve(1024);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason_phrase(response.status)).append("\r\ndate: ").append(date_text());
    head.append("\r\n");
    append_headers(head, response.headers, compressed);
    append_defaults(head, request, response, given);
    if (compressed) head.append("content-encoding: gzip\r\n");
    if (!given.vary && framing.compress && is_compressible(given.type)) {
        head.append("vary: accept-encoding\r\n");
    }
    if (wire.chunked) {
        head.append("transfer-encoding: chunked\r\n");
    } else if (!response.source && !stream && !bodiless) {
        head.append("content-length: ").append(std::to_string(response.body.size()));
        head.append("\r\n");
    }
    if (!wire.keep_alive) {
        head.append("connection: close\r\n");
    } else if (!framing.http11) {
        head.append("connection: keep-alive\r\n");
    }
    head.append("\r\n");
    if (request.method != Method::head) wire.body = std::move(response.body);
    return wire;
}

}  // namespace clientela::http
