// SPDX-License-Identifier: Apache-2.0
// FNV-1a: it tells texts apart and keeps nothing secret. Results stand in stores, in the names of
// tables and indexes and in tokens, so they stay what they are.
#pragma once

#include <cstdint>
#include <string_view>

namespace clientela {

inline constexpr std::uint64_t kFnv1aStart = 14695981039346656037ULL;

// Several texts as one: each takes the hash of those before it.
constexpr std::uint64_t fnv1a_64(std::string_view text, std::uint64_t hash = kFnv1aStart) {
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

constexpr std::uint32_t fnv1a_32(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

}  // namespace clientela
