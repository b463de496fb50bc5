// SPDX-License-Identifier: Apache-2.0
// What the server counts about itself, as a plain copy for /metrics and tests.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "http/message.h"

namespace clientela::http {

// Upper bounds of the latency histogram in microseconds; the last bucket of a snapshot has none.
inline constexpr std::array<std::uint32_t, 10> kLatencyBounds{
    250, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 500'000, 2'500'000};

// Answers by class of status: [2] is 2xx; [0] unused.
using ByClass = std::array<std::uint64_t, 6>;

struct RouteCount {
    Method method = Method::get;
    std::string pattern;
    ByClass answers{};
};

struct Metrics {
    ByClass requests_by_class{};
    std::vector<RouteCount> routes;                                  // those that were asked for
    std::array<std::uint64_t, kLatencyBounds.size() + 1> latency{};  // not cumulated
    std::uint64_t latency_sum_us = 0;
    std::uint64_t bytes_sent = 0;
    std::uint64_t connections_open = 0;
    std::uint64_t connections_total = 0;
    std::uint64_t connections_refused = 0;  // over the limit of connections
    std::uint64_t overloaded = 0;           // 503 because the queue was full
    std::uint64_t timed_out = 0;
    std::uint64_t malformed = 0;
    std::uint64_t queue_length = 0;  // waiting for a pool thread now
};

}  // namespace clientela::http
