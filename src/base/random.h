// SPDX-License-Identifier: Apache-2.0
// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): quick, well mixed and the same on every machine.
// Never for secrets; those come from access/secret.h.
#pragma once

#include <cstdint>

namespace clientela {

// How far the state goes with each number.
inline constexpr std::uint64_t kRandomStep = 0x9E3779B97F4A7C15ULL;

inline std::uint64_t next_random(std::uint64_t& state) {
    std::uint64_t mixed = (state += kRandomStep);
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
}

}  // namespace clientela
