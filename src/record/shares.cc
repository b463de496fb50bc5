// SPDX-License-Identifier: Apache-2.0
// Users and objects together make at most some ten thousand entries; beyond that it starts anew.
#include "record/shares.h"

#include "base/hash.h"

namespace clientela::record {
namespace {

constexpr std::int64_t kKeepMs = 5 * 60'000;
constexpr std::size_t kEntriesMax = 20'000;
constexpr std::size_t kCountsMax = 5'000;
constexpr std::size_t kCountLengthMax = 2'000;

// A branch of thousands of nodes is told from another by its hash: the worst that may come of two
// that have the same is a slower plan.
std::string key_of(const std::string& count) {
    if (count.size() <= kCountLengthMax) return count;
    return count.substr(0, 100) + std::to_string(fnv1a_64(count)) + " " +
           std::to_string(count.size());
}

std::uint64_t key_of(Id user, std::uint16_t object_id, access::Action action) {
    const std::uint64_t what = std::uint64_t{object_id} * 16 + static_cast<std::uint64_t>(action);
    return static_cast<std::uint64_t>(user.value) * 1'048'583ULL + what;
}

}  // namespace

std::optional<double> Shares::find(Id user, std::uint16_t object_id, access::Action action,
                                   Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(key_of(user, object_id, action));
    if (found == known_.end() || found->second.until_ms < now.ms) return std::nullopt;
    return found->second.share;
}

void Shares::remember(Id user, std::uint16_t object_id, access::Action action, double share,
                      Instant now) {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kEntriesMax) known_.clear();
    known_[key_of(user, object_id, action)] = Known{share, now.ms + kKeepMs};
}

std::optional<std::int64_t> Shares::find_rows(const std::string& count, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = counted_.find(key_of(count));
    if (found == counted_.end() || found->second.until_ms < now.ms) return std::nullopt;
    return found->second.rows;
}

void Shares::remember_rows(const std::string& count, std::int64_t rows, Instant now) {
    const std::lock_guard lock(mutex_);
    if (counted_.size() >= kCountsMax) counted_.clear();
    counted_[key_of(count)] = Counted{rows, now.ms + kKeepMs};
}

void Shares::forget() {
    const std::lock_guard lock(mutex_);
    known_.clear();
}

}  // namespace clientela::record
