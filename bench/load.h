// SPDX-License-Identifier: Apache-2.0
// Load for a server: keep-alive connections that each send the next request when the answer came.
// Runs in a process of its own, so that its work never counts as the server's.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace clientela::bench {

struct LoadResult {
    std::uint64_t answers = 0;
    std::uint64_t failures = 0;  // status other than the one wanted
    std::uint64_t bytes = 0;     // of all bodies
    double seconds = 0;
};

struct Load {
    std::uint16_t port = 0;
    int connections = 64;
    std::uint64_t requests = 0;
    int wanted_status = 200;
    std::function<std::string(std::uint64_t)> request;  // the n-th one as it goes over the wire
};

LoadResult run_load(const Load& load);

// The whole answer to one request, for a look at what is being measured.
std::string ask_once(std::uint16_t port, const std::string& request);

}  // namespace clientela::bench
