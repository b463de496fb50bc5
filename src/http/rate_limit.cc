// SPDX-License-Identifier: Apache-2.0
// Buckets stand in a list by last use; the index points into it.
#include "http/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace clientela::http {

std::int64_t RateLimit::take(std::string_view key, Instant now) {
    std::lock_guard lock(mutex_);
    auto found = index_.find(key);
    if (found == index_.end()) {
        while (buckets_.size() >= options_.max_keys && !buckets_.empty()) {
            index_.erase(buckets_.front().key);
            buckets_.pop_front();
        }
        buckets_.push_back(Bucket{std::string(key), options_.capacity, now.ms});
        found = index_.emplace(buckets_.back().key, std::prev(buckets_.end())).first;
    } else {
        buckets_.splice(buckets_.end(), buckets_, found->second);
    }
    Bucket& bucket = *found->second;
    const auto passed = static_cast<double>(std::max<std::int64_t>(0, now.ms - bucket.touched_ms));
    bucket.tokens =
        std::min(options_.capacity, bucket.tokens + passed / 1000.0 * options_.refill_per_second);
    bucket.touched_ms = now.ms;
    if (bucket.tokens >= 1.0 - 1e-9) {
        bucket.tokens -= 1.0;
        return 0;
    }
    const double wait = (1.0 - bucket.tokens) / options_.refill_per_second * 1000.0;
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(wait)));
}

}  // namespace clientela::http
