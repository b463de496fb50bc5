// SPDX-License-Identifier: Apache-2.0
// Ports, certificates, the sweep of deadlines, and the orderly end.
#include "http/server.h"

#include <openssl/ssl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

#include "base/system_reason.h"
#include "http/events.h"
#include "http/transport/connection.h"

namespace clientela::http {

using Tcp = asio::ip::tcp;
using Local = asio::local::stream_protocol;

struct Server::State : ServerCore {
    Tcp::acceptor tcp{io};
    Local::acceptor local{io};
    asio::signal_set signals{io};
    std::atomic<std::uint16_t> port{0};
    std::atomic<const WorkerPool*> visible_pool{nullptr};
    Connection::Clock::time_point drain_deadline = Connection::Clock::time_point::max();
    bool listening = false;

    Result<void> open_tcp();
    Result<void> open_local();
    Result<std::shared_ptr<asio::ssl::context>> read_certificate() const;
    template <class Acceptor>
    asio::awaitable<void> accept(Acceptor& acceptor, bool with_tls);
    void welcome(Connection::Socket socket, std::string remote, bool with_tls);
    asio::awaitable<void> watch_deadlines();
    void watch_signals(Server& server);
    void begin_drain();
};

namespace {

// Sent as it stands to whom there is no room for.
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\ncontent-length: 0\r\n"
    "connection: close\r\n\r\n";

// For TLS 1.2; those of 1.3 are all good. Forward secrecy, and integrity that is part of the
// cipher.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

std::string remote_of(const Tcp::socket& socket) {
    boost::system::error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) return "unknown";
    auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

std::string remote_of(const Local::socket&) { return "unix"; }

void prepare_socket(Tcp::socket& socket) {
    boost::system::error_code ignored;
    socket.set_option(Tcp::no_delay(true), ignored);
}

void prepare_socket(Local::socket&) {}

Error open_error(std::string key, std::string place, int number) {
    return make_error(ErrorCode::unavailable, std::move(key),
                      {{"place", std::move(place)}, {"reason", system_reason(number)}});
}

// OpenSSL tells of files in its own words, which alone say whether the key is of another
// certificate or the file is broken; they stand beside ours.
Error certificate_error(const std::string& file, const boost::system::error_code& why) {
    const bool readable = ::access(file.c_str(), R_OK) == 0;
    Error error = open_error("http.bad_certificate", file, readable ? EINVAL : errno);
    error.detail = why.message();
    return error;
}

}  // namespace

Result<void> Server::State::open_tcp() {
    const std::string& text = options.address;
    boost::system::error_code error;
    const auto address = asio::ip::make_address(text == "localhost" ? "127.0.0.1" : text, error);
    if (error) return open_error("http.bad_address", text, EINVAL);
    const Tcp::endpoint endpoint(address, options.port);
    tcp.open(endpoint.protocol(), error);
    if (!error) tcp.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) tcp.bind(endpoint, error);
    if (!error) tcp.listen(1024, error);
    if (error) {
        boost::system::error_code ignored;
        tcp.close(ignored);
        return open_error("http.port_taken", text + ":" + std::to_string(options.port),
                          error.value());
    }
    port = tcp.local_endpoint().port();
    return {};
}

Result<void> Server::State::open_local() {
    const std::string& path = options.unix_socket;
    if (path.empty()) return {};
    ::unlink(path.c_str());  // of a server that did not end in order; the store's lock guards us
    boost::system::error_code error;
    if (path.size() >= 107) return open_error("http.bad_socket", path, ENAMETOOLONG);
    local.open(Local(), error);
    const auto mask = ::umask(0177);
    if (!error) local.bind(Local::endpoint(path), error);
    ::umask(mask);
    if (!error) local.listen(64, error);
    if (error) return open_error("http.bad_socket", path, error.value());
    return {};
}

Result<std::shared_ptr<asio::ssl::context>> Server::State::read_certificate() const {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    ::SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    ::SSL_CTX_set_cipher_list(context->native_handle(), kCiphers);
    ::SSL_CTX_set_options(context->native_handle(),
                          SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    boost::system::error_code error;
    context->use_certificate_chain_file(options.tls_certificate, error);
    if (error) return certificate_error(options.tls_certificate, error);
    context->use_private_key_file(options.tls_key, asio::ssl::context::pem, error);
    if (error) return certificate_error(options.tls_key, error);
    return context;
}

template <class Acceptor>
asio::awaitable<void> Server::State::accept(Acceptor& acceptor, bool with_tls) {
    while (acceptor.is_open() && !draining) {
        auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
        if (error == asio::error::operation_aborted || draining) co_return;
        if (error) {
            // Out of descriptors, most likely: some will come free.
            spdlog::warn("accept failed: {}", error.message());
            asio::steady_timer pause(io, std::chrono::milliseconds(100));
            co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        prepare_socket(socket);
        std::string remote = remote_of(socket);
        welcome(Connection::Socket(std::move(socket)), std::move(remote), with_tls);
    }
}

void Server::State::welcome(Connection::Socket socket, std::string remote, bool with_tls) {
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    if (connections.size() >= options.max_connections) {
        Counters::add(counters.refused);
        if (!with_tls) socket.write_some(asio::buffer(kFull.data(), kFull.size()), ignored);
        return;
    }
    auto connection =
        std::make_shared<Connection>(*this, std::move(socket), std::move(remote), with_tls);
    asio::co_spawn(
        io, [connection] { return connection->serve(); },
        [](const std::exception_ptr& problem) {
            if (!problem) return;
            try {
                std::rethrow_exception(problem);
            } catch (const std::exception& thrown) {
                spdlog::error("connection failed: {}", thrown.what());
            }
        });
}

// One look at all connections now and then is cheaper than a timer for each operation of each.
asio::awaitable<void> Server::State::watch_deadlines() {
    const auto shortest =
        std::min({options.header_timeout, options.idle_timeout, options.body_timeout,
                  options.write_timeout, options.drain_timeout});
    const auto pause =
        std::clamp(shortest / 8, std::chrono::milliseconds(10), std::chrono::milliseconds(1000));
    while (!draining || !connections.empty()) {
        sweep.expires_after(pause);
        co_await sweep.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto now = Connection::Clock::now();
        const bool late = now >= drain_deadline;
        const std::vector<Connection*> all(connections.begin(), connections.end());
        for (Connection* connection : all) {
            if (late) {
                connection->abort();
            } else {
                connection->check_deadline(now);
            }
        }
    }
}

void Server::State::watch_signals(Server& server) {
    signals.async_wait([this, &server](boost::system::error_code error, int number) {
        if (error) return;
        if (number == SIGHUP) {
            const auto done = server.reload_tls();
            if (!done.ok()) spdlog::error("certificate not read: {}", done.error().detail);
            watch_signals(server);
        } else {
            begin_drain();
        }
    });
}

void Server::State::begin_drain() {
    if (draining) return;
    draining = true;
    drain_deadline = Connection::Clock::now() + options.drain_timeout;
    boost::system::error_code ignored;
    tcp.close(ignored);
    if (local.is_open()) {
        local.close(ignored);
        ::unlink(options.unix_socket.c_str());
    }
    signals.cancel(ignored);
    if (options.on_drain) options.on_drain();
    if (events) events->close_all();
    const std::vector<Connection*> all(connections.begin(), connections.end());
    for (Connection* connection : all)
        connection->drain();
    sweep.cancel();
}

Server::Server(ServerOptions options, Router router, EventHub* events)
    : state_(std::make_shared<State>()) {
    state_->options = std::move(options);
    state_->router = std::move(router);
    state_->events = events;
}

Server::~Server() = default;

Result<void> Server::listen() {
    if (state_->listening) return {};
    for (const auto& proxy : state_->options.trusted_proxies)
        TRY(state_->proxies.add(proxy));
    if (!state_->options.tls_certificate.empty()) state_->tls = TRY(state_->read_certificate());
    TRY(state_->open_tcp());
    TRY(state_->open_local());
    state_->listening = true;
    return {};
}

Result<void> Server::run() {
    TRY(listen());
    State& state = *state_;
    state.pool = std::make_unique<WorkerPool>(state.options.pool_threads, state.options.pool_queue);
    state.visible_pool = state.pool.get();
    if (state.options.handle_signals) {
        state.signals.add(SIGINT);
        state.signals.add(SIGTERM);
        state.signals.add(SIGHUP);
        state.watch_signals(*this);
    }
    asio::co_spawn(state.io, state.accept(state.tcp, state.tls != nullptr), asio::detached);
    if (state.local.is_open()) {
        asio::co_spawn(state.io, state.accept(state.local, false), asio::detached);
    }
    asio::co_spawn(state.io, state.watch_deadlines(), asio::detached);
    state.io.run();
    state.visible_pool = nullptr;
    state.pool.reset();
    return {};
}

void Server::stop() {
    asio::post(state_->io, [state = state_.get()] { state->begin_drain(); });
}

std::uint16_t Server::port() const { return state_->port; }

Result<void> Server::reload_tls() {
    if (state_->options.tls_certificate.empty()) return {};
    auto fresh = TRY(state_->read_certificate());
    asio::post(state_->io, [state = state_.get(), fresh] { state->tls = fresh; });
    return {};
}

Metrics Server::metrics() const {
    const Counters& counters = state_->counters;
    const auto read = [](const Counters::Counter& counter) {
        return counter.load(std::memory_order_relaxed);
    };
    Metrics metrics;
    for (std::size_t i = 0; i < metrics.requests_by_class.size(); ++i) {
        metrics.requests_by_class[i] = read(counters.by_class[i]);
    }
    for (std::size_t i = 0; i < metrics.latency.size(); ++i) {
        metrics.latency[i] = read(counters.latency[i]);
    }
    metrics.latency_sum_us = read(counters.latency_sum_us);
    metrics.bytes_sent = read(counters.bytes_sent);
    metrics.connections_open = read(counters.open);
    metrics.connections_total = read(counters.total);
    metrics.connections_refused = read(counters.refused);
    metrics.overloaded = read(counters.overloaded);
    metrics.timed_out = read(counters.timed_out);
    metrics.malformed = read(counters.malformed);
    metrics.routes = state_->route_counters.all();
    if (const WorkerPool* pool = state_->visible_pool) metrics.queue_length = pool->waiting();
    return metrics;
}

}  // namespace clientela::http
