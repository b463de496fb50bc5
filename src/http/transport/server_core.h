// SPDX-License-Identifier: Apache-2.0
// What the server and its connections share. What is set before the start and never changed
// (options, router, events) is read by every thread; the rest, but for the atomic members, the
// counters and the pool, belongs to the io thread.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "http/peer.h"
#include "http/server.h"
#include "http/transport/asio.h"
#include "http/worker_pool.h"

namespace clientela::http {

class Connection;

struct Counters {
    using Counter = std::atomic<std::uint64_t>;
    std::array<Counter, 6> by_class{};
    std::array<Counter, kLatencyBounds.size() + 1> latency{};
    Counter latency_sum_us{0}, bytes_sent{0}, open{0}, total{0}, refused{0}, overloaded{0};
    Counter timed_out{0}, malformed{0};

    static void add(Counter& counter, std::uint64_t amount = 1) {
        counter.fetch_add(amount, std::memory_order_relaxed);
    }
    void count_answer(int status, std::uint64_t microseconds, std::uint64_t bytes);
};

// Answers of each route. The io thread writes, whoever asks for the metrics reads.
class RouteCounters {
public:
    // No route: an unknown address or a malformed request, told as "none".
    void count(Method method, const Route* route, int status);
    std::vector<RouteCount> all() const;

private:
    mutable std::mutex mutex_;
    std::map<std::pair<const Route*, Method>, ByClass> answers_;
};

struct ServerCore {
    ServerOptions options;
    Router router;
    EventHub* events = nullptr;
    ProxyList proxies;
    Counters counters;
    RouteCounters route_counters;
    std::atomic<bool> draining = false;  // set by the io thread, read by the pool
    std::shared_ptr<asio::ssl::context> tls;
    // Destroyed after the io context, whose coroutines still sign off here.
    std::unordered_set<Connection*> connections;
    asio::io_context io{1};
    asio::steady_timer sweep{io};
    std::unique_ptr<WorkerPool> pool;
};

}  // namespace clientela::http
