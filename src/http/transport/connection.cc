// SPDX-License-Identifier: Apache-2.0
// From the first byte of a request to the log line of its answer.
#include "http/transport/connection.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <random>

#include "base/ascii.h"
#include "base/hex.h"
#include "http/access_entry.h"
#include "http/events.h"
#include "http/url.h"

namespace clientela::http {
namespace {

// A body nobody reads is swallowed up to this size so that the connection can be kept.
constexpr std::uint64_t kSwallow = 64 * 1024;

// 64 random bits that differ per process, spread by the SplitMix64 step.
std::string next_trace_id() {
    static std::atomic<std::uint64_t> state{[] {
        std::random_device device;
        return (std::uint64_t{device()} << 32) | device();
    }()};
    std::uint64_t x = state.fetch_add(0x9e3779b97f4a7c15, std::memory_order_relaxed);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return hex_number(x ^ (x >> 31));
}

}  // namespace

void Counters::count_answer(int status, std::uint64_t microseconds, std::uint64_t bytes) {
    add(by_class[static_cast<std::size_t>(status / 100) % by_class.size()]);
    std::size_t bucket = 0;
    while (bucket < kLatencyBounds.size() && microseconds > kLatencyBounds[bucket])
        ++bucket;
    add(latency[bucket]);
    add(latency_sum_us, microseconds);
    add(bytes_sent, bytes);
}

void RouteCounters::count(Method method, const Route* route, int status) {
    const std::lock_guard lock(mutex_);
    ByClass& answers = answers_[{route, route == nullptr ? Method::get : method}];
    ++answers[static_cast<std::size_t>(status / 100) % answers.size()];
}

std::vector<RouteCount> RouteCounters::all() const {
    std::vector<RouteCount> counts;
    const std::lock_guard lock(mutex_);
    for (const auto& [key, answers] : answers_)
        counts.push_back({key.second, key.first != nullptr ? key.first->pattern : "none", answers});
    return counts;
}

Connection::Connection(ServerCore& core, Socket socket, std::string remote, bool tls)
    : core_(core), socket_(std::move(socket)), remote_(std::move(remote)) {
    if (tls) {
        tls_context_ = core_.tls;
        tls_ = std::make_unique<asio::ssl::stream<Socket&>>(socket_, *tls_context_);
    }
    core_.connections.insert(this);
    Counters::add(core_.counters.open);
    Counters::add(core_.counters.total);
}

Connection::~Connection() {
    core_.connections.erase(this);
    core_.counters.open.fetch_sub(1, std::memory_order_relaxed);
    if (core_.draining && core_.connections.empty()) core_.sweep.cancel();
}

asio::awaitable<void> Connection::serve() {
    const auto self = shared_from_this();
    bool more = true;
    if (tls_) {
        arm(Phase::write, core_.options.header_timeout);
        const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server,
                                                            asio::as_tuple(asio::use_awaitable));
        more = !error;
    }
    while (more)
        more = co_await serve_one();
    if (linger_) {
        co_await linger();
    } else if (tls_) {
        co_await end_tls();
    }
    abort();
}

asio::awaitable<bool> Connection::serve_one() {
    parser_.emplace();
    match_ = {};
    response_ = {};
    spool_ = {};
    sent_ = 0;
    const bool has_head = co_await read_head();
    first_request_ = false;
    if (!has_head) co_return false;
    int status = prepare();
    if (core_.options.limit) {
        if (auto refusal = core_.options.limit(parser_->request)) {
            const bool kept = co_await refuse(std::move(*refusal));
            co_return kept;
        }
    }
    if (status == 0) status = check_body();
    if (status == 0 && core_.options.admit && match_.route->options.body == Body::spool) {
        const bool admitted = co_await admit();
        if (!admitted) co_return false;
    }
    if (status == 0 || status == 404 || status == 405) {
        const int body_status = co_await read_body();
        if (body_status < 0) co_return false;
        if (status == 0 || body_status == 400) status = body_status;
    }
    if (status != 0) {
        const bool kept = co_await fail(status, std::move(failure_detail_));
        co_return kept;
    }
    const bool kept = co_await answer();
    co_return kept;
}

asio::awaitable<bool> Connection::read_head() {
    const bool fresh = first_request_ || end_ > begin_;
    arm(fresh ? Phase::head : Phase::idle,
        fresh ? core_.options.header_timeout : core_.options.idle_timeout);
    std::size_t scanned = 0;
    for (;;) {
        while (scanned == 0 && buffered().starts_with("\r\n"))
            consume(2);
        const std::string_view bytes = buffered();
        if (!bytes.empty() && phase_ == Phase::idle) arm(Phase::head, core_.options.header_timeout);
        const std::size_t end = find_end_of_head(bytes.substr(scanned));
        const std::size_t length = end == std::string_view::npos ? bytes.size() : scanned + end;
        const bool letter = bytes.empty() || bytes[0] == '\r' || is_upper(bytes[0]);
        int status = 0;
        if (!letter) status = 400;
        if (length > core_.options.header_limit) status = 431;
        if (status == 0 && end != std::string_view::npos) {
            if (parse_head(length)) co_return true;
            status = parser_->too_many_headers ? 431 : 400;
        }
        if (status == 0) {
            scanned = bytes.size() < 3 ? 0 : bytes.size() - 3;
            const std::size_t count = co_await read_some();
            if (count > 0) continue;
            if (!timed_out_ || buffered().empty()) co_return false;
            status = 408;
        }
        started_ = Clock::now();
        parser_->request.trace_id = next_trace_id();
        parser_->request.remote = remote_;
        linger_ = true;
        co_await fail(status, "malformed, oversized or slow head");
        co_return false;
    }
}

bool Connection::parse_head(std::size_t length) {
    started_ = Clock::now();
    if (!has_clean_lines(buffered().substr(0, length))) return false;
    boost::system::error_code error;
    const std::size_t used =
        parser_->put(asio::const_buffer(buffer_.data() + begin_, length), error);
    if (error || !parser_->is_header_done()) return false;
    consume(used);
    return true;
}

int Connection::prepare() {
    Request& request = parser_->request;
    request.trace_id = next_trace_id();
    request.remote = remote_;
    request.secure = tls_ != nullptr;
    request.prefix = core_.options.path_prefix;
    apply_forwarding(core_.proxies, request);
    if (!parser_->method_known) return 501;
    std::string_view target = request.target;
    if (target.starts_with("http://") || target.starts_with("https://")) {
        const auto slash = target.find('/', target.find("//") + 2);
        target = slash == std::string_view::npos ? "/" : target.substr(slash);
    }
    if (!target.starts_with('/') || target.find('#') != std::string_view::npos) return 400;
    const auto question = target.find('?');
    if (question != std::string_view::npos) {
        auto query = parse_query(target.substr(question + 1));
        if (!query) return 400;
        request.query = std::move(*query);
    }
    return locate(without_prefix(target.substr(0, question), request.prefix));
}

int Connection::locate(std::string_view raw_path) {
    Request& request = parser_->request;
    auto path = percent_decode(raw_path);
    if (!path) return 400;
    request.path = std::move(*path);
    match_ = core_.router.match(request.method, raw_path);
    request.parameters = std::move(match_.parameters);
    if (match_.route) return 0;
    return match_.allow.empty() ? 404 : 405;
}

// Nothing is ever unpacked, so nothing small can become large.
int Connection::check_body() const {
    if (parser_->is_done()) return 0;
    const Request& request = parser_->request;
    const std::string_view coding = request.header("content-encoding");
    if (!coding.empty() && coding != "identity") return 415;
    const bool spooled = match_.route->options.body == Body::spool;
    const std::string& wanted = spooled ? core_.options.spool_type : core_.options.memory_type;
    const std::string_view type = request.content_type();
    if (type.empty() || wanted.empty() || parser_->content_length().value_or(1) == 0) return 0;
    return equal_ignoring_case(type, wanted) ? 0 : 415;
}

// An answer to the head alone; a body that comes with it is not read.
asio::awaitable<bool> Connection::refuse(Response refusal) {
    const bool keep = parser_->is_done() && parser_->keep_alive() && !core_.draining;
    linger_ = linger_ || !keep;
    response_ = std::move(refusal);
    wire_ =
        render(parser_->request, response_, Framing{keep, parser_->http11, core_.options.compress});
    const bool written = co_await write_wire();
    finish_answer();
    co_return written&& keep;
}

asio::awaitable<bool> Connection::admit() {
    deadline_ = Clock::time_point::max();
    phase_ = Phase::handler;
    std::optional<Response> refusal;
    const bool asked = co_await run_on_pool(
        [&] {
            try {
                refusal = core_.options.admit(parser_->request);
            } catch (const std::exception& problem) {
                spdlog::error("trace={} admission failed: {}", parser_->request.trace_id,
                              problem.what());
                refusal = core_.router.failure(parser_->request, Failure{500, problem.what()});
                refusal->status = 500;
            }
        },
        false);
    if (asked && !refusal) co_return true;
    if (asked) {
        co_await refuse(std::move(*refusal));
    } else {
        Counters::add(core_.counters.overloaded);
        co_await fail(503, "queue full");
    }
    co_return false;
}

static int status_of_spool(const Error& error) {
    return error.code == ErrorCode::unavailable ? 507 : 500;
}

asio::awaitable<int> Connection::read_body() {
    if (parser_->is_done()) co_return 0;
    static const RouteOptions kNone;
    const RouteOptions& options = match_.route ? match_.route->options : kNone;
    parser_->limit = match_.route ? options.body_limit : kSwallow;
    parser_->keep_in_memory = match_.route && options.body == Body::memory;
    const auto length = parser_->content_length();
    if (length && *length > parser_->limit) co_return 413;
    if (match_.route && options.body == Body::spool) {
        auto file = TemporaryFile::create();
        if (!file.ok()) {
            failure_detail_ = file.error().detail;
            co_return status_of_spool(file.error());
        }
        spool_ = std::move(*file);
        parser_->spool = &spool_;
        parser_->request.body_file = spool_.path();
    } else if (length && match_.route) {
        parser_->request.body.reserve(static_cast<std::size_t>(*length));
    }
    arm(Phase::body, options.body_seconds
                         ? std::chrono::milliseconds(options.body_seconds * 1000ULL)
                         : core_.options.body_timeout);
    if (parser_->expects_continue && parser_->http11 && buffered().empty()) {
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        const bool written =
            co_await write_all({asio::buffer(kContinue.data(), kContinue.size()), {}});
        if (!written) co_return -1;
    }
    parser_->eager(true);
    for (;;) {
        if (!buffered().empty()) {
            boost::system::error_code error;
            const auto view = buffered();
            consume(parser_->put(asio::const_buffer(view.data(), view.size()), error));
            if (parser_->over_limit) co_return 413;
            if (parser_->spool_failed) {
                failure_detail_ = parser_->spool_failed->detail;
                co_return status_of_spool(*parser_->spool_failed);
            }
            if (error && error != boost::beast::http::error::need_more) co_return 400;
            if (parser_->is_done()) break;
            // What the parser cannot take yet is a chunk head or trailer: they are short.
            if (buffered().size() > core_.options.header_limit) co_return 400;
        }
        const std::size_t count = co_await read_some();
        if (count == 0) co_return timed_out_ ? 408 : -1;
    }
    co_return 0;
}

asio::awaitable<bool> Connection::answer_later() {
    parser_->request.may_wait = false;
    const bool taken = co_await wait_for_answer(match_.route->options.later);
    if (!taken || response_.must_wait) co_return false;
    render_answer();
    co_return true;
}

void Connection::call_handler() {
    const Request& request = parser_->request;
    try {
        response_ = match_.route->handler(request);
        if (!response_.event_channel.empty() && !core_.events) {
            throw std::logic_error("event channel without a hub");
        }
    } catch (const std::exception& problem) {
        spdlog::error("trace={} handler failed: {}", request.trace_id, problem.what());
        render_failure(500, problem.what());
        return;
    }
    if (!response_.must_wait) render_answer();
}

void Connection::render_answer() {
    const Request& request = parser_->request;
    try {
        if (response_.status >= 400 && response_.body.empty() && !response_.source) {
            Headers given = std::move(response_.headers);
            Response written = core_.router.failure(request, Failure{response_.status, {}});
            for (auto& header : given)
                written.headers.push_back(std::move(header));
            response_ = std::move(written);
        }
        const bool keep = parser_->keep_alive() && !core_.draining;
        wire_ = render(request, response_, Framing{keep, parser_->http11, core_.options.compress});
    } catch (const std::exception& problem) {
        spdlog::error("trace={} answer not rendered: {}", request.trace_id, problem.what());
        render_failure(500, problem.what());
    }
}

void Connection::render_failure(int status, std::string detail) {
    const Request& request = parser_->request;
    response_ = {};
    try {
        response_ = core_.router.failure(request, Failure{status, std::move(detail)});
    } catch (const std::exception& problem) {
        spdlog::error("trace={} failure handler failed: {}", request.trace_id, problem.what());
        response_.body = "error\n";
    }
    response_.status = status;
    if (!match_.allow.empty()) response_.header("allow", match_.allow);
    if (status == 503) response_.header("retry-after", "1");
    const bool keep = parser_->is_done() && parser_->keep_alive() && !core_.draining;
    wire_ = render(request, response_, Framing{keep, parser_->http11, false});
}

asio::awaitable<bool> Connection::fail(int status, std::string detail) {
    if (status == 405 && parser_->request.method == Method::options) {
        response_ = {};
        response_.status = 204;
        response_.header("allow", match_.allow);
        const bool keep = parser_->is_done() && parser_->keep_alive() && !core_.draining;
        wire_ = render(parser_->request, response_, Framing{keep, parser_->http11, false});
    } else {
        if (status == 400 || status == 431) Counters::add(core_.counters.malformed);
        render_failure(status, std::move(detail));
    }
    if (!parser_->is_done()) linger_ = true;
    const bool written = co_await write_wire();
    finish_answer();
    co_return written&& wire_.keep_alive;
}

asio::awaitable<bool> Connection::answer() {
    deadline_ = Clock::time_point::max();
    phase_ = Phase::handler;
    const Run run = match_.route->options.run;
    const bool later = match_.route->options.later && co_await answer_later();
    if (!later && run != Run::pool) {
        parser_->request.may_wait = run == Run::inline_;
        call_handler();
    }
    if (!later && (run == Run::pool || response_.must_wait)) {
        parser_->request.may_wait = true;
        const bool accepted = co_await run_on_pool([this] { call_handler(); }, false);
        if (!accepted) {
            Counters::add(core_.counters.overloaded);
            render_failure(503, "queue full");
        }
    }
    Buffers buffers{asio::buffer(wire_.head), asio::buffer(wire_.body)};
    bool failed = false;
    bool written = try_write(buffers, failed);
    if (!written && !failed) written = co_await write_wire();
    const bool has_body = written && parser_->request.method != Method::head;
    if (!response_.event_channel.empty()) {
        finish_answer();  // a stream's hours are no latency
        if (has_body) co_await stream_events();
        core_.events->close(response_.event_channel);
        co_return false;
    }
    if (response_.source) {
        if (has_body) written = co_await stream_source();
        // What the source holds (a cursor, a file) may take long to let go.
        co_await run_on_pool([this] { response_.source = nullptr; }, true);
    }
    finish_answer();
    co_return written&& wire_.keep_alive && !core_.draining;
}

void Connection::finish_answer() {
    spool_ = {};
    const auto passed =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
    const auto microseconds = static_cast<std::uint64_t>(passed.count());
    core_.counters.count_answer(wire_.status, microseconds, sent_);
    core_.route_counters.count(parser_->request.method, match_.route, wire_.status);
    const bool wanted = !match_.route || match_.route->options.access_log;
    if (wanted && core_.options.access_log) {
        core_.options.access_log(
            access_line(AccessEntry{parser_->request, wire_.status, microseconds, sent_}));
    }
}

}  // namespace clientela::http
