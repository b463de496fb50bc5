// SPDX-License-Identifier: Apache-2.0
// One client connection: reads requests, calls handlers, writes answers, one after the other. Lives
// on the io thread; the server's sweep looks at its deadline instead of a timer per operation.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/response_writer.h"
#include "http/temporary_file.h"
#include "http/transport/asio.h"
#include "http/transport/request_parser.h"
#include "http/transport/server_core.h"

namespace clientela::http {

class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Socket = asio::generic::stream_protocol::socket;
    using Clock = std::chrono::steady_clock;

    Connection(ServerCore& core, Socket socket, std::string remote, bool tls);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    asio::awaitable<void> serve();
    void check_deadline(Clock::time_point now);
    void drain();  // the server is ending: leave if idle, otherwise after this answer
    void abort();

private:
    enum class Phase { idle, head, body, handler, write, events, linger };
    using Buffers = std::array<asio::const_buffer, 2>;

    // connection.cc: the life of a connection and its requests.
    asio::awaitable<bool> serve_one();
    asio::awaitable<bool> read_head();
    asio::awaitable<int> read_body();  // 0, or the status of the failure; -1: the client left
    asio::awaitable<bool> admit();     // whether the large body is welcome; otherwise answered
    asio::awaitable<bool> refuse(Response refusal);
    asio::awaitable<bool> answer();
    asio::awaitable<bool> fail(int status, std::string detail);
    int prepare();  // 0, or the status of the failure
    int locate(std::string_view raw_path);
    int check_body() const;                // 415 for a body that the route cannot read
    asio::awaitable<bool> answer_later();  // false: the handler is to answer
    void call_handler();
    void render_answer();
    void render_failure(int status, std::string detail);
    void finish_answer();
    bool parse_head(std::size_t length);

    // connection_io.cc: bytes.
    asio::awaitable<std::size_t> read_some();  // 0: end, error or time over
    asio::awaitable<bool> write_wire();
    asio::awaitable<bool> write_all(Buffers buffers);
    asio::awaitable<bool> run_on_pool(std::function<void()> work, bool always);
    asio::awaitable<bool> wait_for_answer(const LaterHandler& later);  // false: it takes none
    asio::awaitable<bool> stream_source();
    asio::awaitable<void> stream_events();
    asio::awaitable<void> linger();
    asio::awaitable<void> end_tls();
    bool try_write(Buffers& buffers, bool& failed);
    void watch_for_end(const std::shared_ptr<std::array<char, 256>>& scratch);
    void arm(Phase phase, std::chrono::milliseconds limit);
    std::string_view buffered() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void consume(std::size_t bytes);

    ServerCore& core_;
    Socket socket_;
    std::shared_ptr<asio::ssl::context> tls_context_;
    std::unique_ptr<asio::ssl::stream<Socket&>> tls_;
    std::string remote_;

    Phase phase_ = Phase::idle;
    Clock::time_point deadline_ = Clock::time_point::max();
    bool timed_out_ = false;
    bool first_request_ = true;
    bool linger_ = false;
    bool peer_gone_ = false;
    asio::steady_timer* event_timer_ = nullptr;

    std::string buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;

    // The request being served.
    std::optional<RequestParser> parser_;
    Match match_;
    Response response_;
    WireResponse wire_;
    TemporaryFile spool_;
    std::string failure_detail_;
    Clock::time_point started_;
    std::uint64_t sent_ = 0;
};

}  // namespace clientela::http
