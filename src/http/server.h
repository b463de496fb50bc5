// SPDX-License-Identifier: Apache-2.0
// The HTTP/1.1 server: one io thread, a bounded pool for handlers that block, TLS, limits,
// time-outs, graceful end. It knows routes and nothing of the business.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/metrics.h"
#include "http/router.h"

namespace clientela::http {

class EventHub;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;    // 0 takes a free one, see Server::port()
    std::string unix_socket;      // also listens on this path (mode 0600) when set
    std::string tls_certificate;  // PEM chain; with the key set, the TCP port speaks TLS only
    std::string tls_key;

    unsigned pool_threads = 24;
    std::size_t pool_queue = 512;  // waiting requests; beyond it 503 with Retry-After
    std::size_t max_connections = 4096;
    std::size_t header_limit = 16 * 1024;

    std::chrono::milliseconds header_timeout{
        10'000};                                      // from the first byte of a request, or accept
    std::chrono::milliseconds idle_timeout{75'000};   // between requests
    std::chrono::milliseconds body_timeout{30'000};   // for the whole body
    std::chrono::milliseconds write_timeout{60'000};  // for an answer, plus 1 s per 16 kB
    std::chrono::milliseconds drain_timeout{10'000};  // how long stop() waits for open requests

    std::vector<std::string> trusted_proxies;  // "127.0.0.1", "10.0.0.0/8"; may set X-Forwarded-*
    std::string path_prefix;                   // "/crm": removed from paths that begin with it
    bool compress = true;

    // What small and large bodies (Body::spool) must be when they name their type; empty: anything.
    std::string memory_type;
    std::string spool_type;
    // Asked of every request on the io thread, so under 1 ms; an answer refuses it.
    std::function<std::optional<Response>(const Request&)> limit;
    // Asked before a large body is read, on a pool thread; an answer refuses it unread.
    std::function<std::optional<Response>(const Request&)> admit;

    bool handle_signals = false;  // SIGINT and SIGTERM stop, SIGHUP reads the certificate again

    // When draining begins, before open requests are waited for; must not block.
    std::function<void()> on_drain;

    // One JSON line per request goes here (see http/access_log.h); empty: none.
    std::function<void(std::string_view line)> access_log;
};

class Server {
public:
    // `events` must outlive the server; without it routes cannot answer with an event channel.
    Server(ServerOptions options, Router router, EventHub* events = nullptr);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Opens the ports; afterwards clients may connect and port() is known. Errors are messages
    // for whoever starts the program: port taken, certificate unreadable.
    Result<void> listen();
    // Serves until stop(); calls listen() first if nobody did. Returns when all is finished.
    Result<void> run();
    // From any thread: accepts no more, ends idle connections and event streams, lets open requests
    // finish until the drain time-out.
    void stop();

    std::uint16_t port() const;
    Result<void> reload_tls();
    Metrics metrics() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace clientela::http
