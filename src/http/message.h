// SPDX-License-Identifier: Apache-2.0
// Requests and responses as plain values; no business words, no Boost in sight.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clientela::http {

enum class Method { get, head, post, put, patch, delete_, options };

using Headers = std::vector<std::pair<std::string, std::string>>;  // names in lower case

struct Request {
    Method method = Method::get;
    std::string target;                                      // as sent: path and query
    std::string path;                                        // percent-decoded, without the prefix
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
    std::vector<std::pair<std::string, std::string>> parameters;  // from the route's pattern
    Headers headers;
    std::string body;
    std::string body_file;  // route option spool: the body stands in this file instead, until the
                            // answer is sent
    std::string remote;     // address of the peer, or of the client behind a trusted proxy
    std::string trace_id;   // 16 hex digits, also in the access log and X-Request-Id
    std::string prefix;     // "/crm" when served below a path behind a proxy; for cookies and links
    bool secure = false;    // over TLS, or a trusted proxy says so
    bool may_wait = true;   // false on the io thread, which serves others: see Response::must_wait

    std::string_view header(std::string_view lower_name) const;  // empty when absent
    std::optional<std::string_view> query_value(std::string_view name) const;
    std::string_view parameter(std::string_view name) const;
    std::string_view cookie(std::string_view name) const;
    std::string_view content_type() const;  // without parameters, as sent
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    // Long bodies: called until it returns false (what it put into `chunk` then is still sent);
    // runs on a pool thread.
    std::function<bool(std::string& chunk)> source;
    // Set: the connection becomes a stream of server-sent events on this channel (http/events.h).
    std::string event_channel;
    // Only for a request that may not wait: nothing was done; call the handler on a pool thread.
    bool must_wait = false;

    Response& header(std::string lower_name, std::string value) {
        headers.emplace_back(std::move(lower_name), std::move(value));
        return *this;
    }
};

std::string_view method_name(Method method);  // "GET"
std::string_view reason_phrase(int status);   // "Not Found"

using Handler = std::function<Response(const Request&)>;

// Called on the io thread, which it must not keep: it sees to it that `answer` is called once, on
// any thread; the request stands until then. False: nothing was done, and nobody will answer.
using Answer = std::function<void(Response)>;
using LaterHandler = std::function<bool(const Request&, Answer answer)>;

}  // namespace clientela::http
