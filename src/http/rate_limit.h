// SPDX-License-Identifier: Apache-2.0
// Token buckets by key, for doors that may be tried only so often. Memory is bounded: at the limit
// the bucket untouched for longest goes.
#pragma once

#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"

namespace clientela::http {

struct RateLimitOptions {
    double capacity = 10;  // tries at once
    double refill_per_second = 0.1;
    std::size_t max_keys = 10'000;
};

class RateLimit {
public:
    explicit RateLimit(RateLimitOptions options) : options_(options) {}

    // 0 when allowed (one token is taken), otherwise milliseconds until the next try may succeed.
    std::int64_t take(std::string_view key, Instant now);

private:
    struct Bucket {
        std::string key;
        double tokens = 0;
        std::int64_t touched_ms = 0;
    };
    using Buckets = std::list<Bucket>;  // least recently touched first

    RateLimitOptions options_;
    std::mutex mutex_;
    Buckets buckets_;
    std::unordered_map<std::string_view, Buckets::iterator> index_;  // views into the buckets
};

}  // namespace clientela::http
