// SPDX-License-Identifier: Apache-2.0
#include "schema/live.h"

#include <utility>

namespace clientela::schema {
namespace {

constexpr std::chrono::minutes kKept{15};

}  // namespace

void Live::replace(std::shared_ptr<const Schema> next) {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    while (!replaced_.empty() && now - replaced_.front().at > kKept)
        replaced_.pop_front();
    // Two who publish may come here in another order than their documents were written.
    if (next->custom_version <= get()->custom_version) return;
    replaced_.push_back({current_.exchange(std::move(next)), now});
}

}  // namespace clientela::schema
