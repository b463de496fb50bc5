// SPDX-License-Identifier: Apache-2.0
// Chance that repeats itself: the same seed and stream give the same numbers on every machine,
// which the distributions of the standard library do not promise.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/random.h"

namespace clientela::demo {

class Random {
public:
    Random(std::uint64_t seed, std::uint64_t stream) : state_(seed * kRandomStep + stream) {
        state_ = next() ^ (stream << 17U);
    }

    std::uint64_t next() { return next_random(state_); }
    std::int64_t below(std::int64_t end) {
        return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(end));
    }
    std::int64_t between(std::int64_t first, std::int64_t last) {
        return first + below(last - first + 1);
    }
    bool chance(int percent) { return below(100) < percent; }
    template <class Items>
    const auto& pick(const Items& items) {
        return items[static_cast<std::size_t>(below(static_cast<std::int64_t>(std::size(items))))];
    }
    // The first items more often than the last ones.
    template <class Items>
    const auto& pick_early(const Items& items) {
        const auto count = static_cast<std::int64_t>(std::size(items));
        const std::int64_t first = below(count);
        const std::int64_t second = below(count);
        return items[static_cast<std::size_t>(first < second ? first : second)];
    }

private:
    std::uint64_t state_;
};

}  // namespace clientela::demo
