// SPDX-License-Identifier: Apache-2.0
// Finds the handler of a path. Patterns are compared segment by segment, each percent-decoded on
// its own, so that "%2F" inside a key never splits a path. The most literal pattern wins; when it
// lacks the method, the next one is asked, and 405 is answered only if none has it.
//
// Patterns: "/health/live", "/api/v1/{set}", "/api/v1/{set}('{id}')/{action}", "/files/{path*}".
// Types narrow a parameter: {id:id} 13 letters or digits, {n:int} digits, {set:name}
// [a-z_][a-z0-9_]*. A parameter between quotes has its doubled quotes ('') undone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"

namespace clientela::http {

// On the io thread (under 1 ms only, and without waiting for anything); there as long as it need
// not wait, see Request::may_wait; or on a pool thread.
enum class Run { inline_, inline_if_free, pool };
enum class Body { memory, spool };  // Request::body, or Request::body_file

struct RouteOptions {
    Run run = Run::pool;
    LaterHandler later = nullptr;  // asked first; the handler answers what this one does not take
    std::uint64_t body_limit = 1 << 20;
    Body body = Body::memory;
    std::uint32_t body_seconds = 0;  // time for the whole body; 0 takes the server's
    bool access_log = true;          // false for probes
};

struct Route {
    std::string pattern;  // for metrics and logs
    Handler handler;
    RouteOptions options;
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

struct Match {
    const Route* route = nullptr;  // null: 404, or 405 when `allow` is not empty
    Parameters parameters;
    std::string allow;  // "GET, HEAD, POST"
};

// Why a request is answered without a handler: 400 404 405 408 413 431 500 501 503 507.
struct Failure {
    int status = 500;
    std::string detail;  // for the log; never sent to anybody
};

// Writes the body of such an answer; runs on the io thread, so it must not block.
using FailureHandler = std::function<Response(const Request&, const Failure&)>;

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    // A HEAD is answered by the GET handler, an OPTIONS by the list of methods, unless added.
    void add(Method method, std::string_view pattern, Handler handler, RouteOptions options = {});
    // Asked for GET and HEAD of paths that no pattern knows: the web application.
    void otherwise(Handler handler, RouteOptions options = {});
    void on_failure(FailureHandler handler);

    // `raw_path` is percent-encoded, valid and begins with a slash.
    Match match(Method method, std::string_view raw_path) const;
    Response failure(const Request& request, const Failure& failure) const;

    // Every route there is, for tests that must not miss one: method and pattern.
    std::vector<std::pair<Method, std::string>> routes() const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::unique_ptr<Route> otherwise_;
    FailureHandler on_failure_;
};

}  // namespace clientela::http
