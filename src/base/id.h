// SPDX-License-Identifier: Apache-2.0
// Ids of records: 64 bits, 41 of milliseconds since 2020-01-01 and 22 of counter and randomness;
// the sign bit is never set. They sort by creation and can be made on a phone without a network.
// Outside the server an id is always the 13-character Crockford base-32 string
// (docs/decisions/0002-ids.md).
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace clientela {

struct Id {
    std::int64_t value = 0;  // 0 is "no id" and never stored as a key
    explicit operator bool() const { return value != 0; }
    auto operator<=>(const Id&) const = default;
};

std::string to_string(Id id);  // 13 characters, upper case

// Reads the 13-character form; small letters and the look-alikes I, L, O are accepted as
// Crockford's base 32 asks. Anything else, and zero, gives nothing.
std::optional<Id> parse_id(std::string_view text);

// Makes ids that rise strictly within one source, even when the clock stands or goes back.
class IdSource {
public:
    explicit IdSource(std::uint64_t seed);  // the seed feeds the random bits
    Id next(std::int64_t unix_ms);

private:
    std::mutex mutex_;
    std::int64_t last_ = 0;
    std::uint64_t state_;
};

}  // namespace clientela

template <>
struct std::hash<clientela::Id> {
    std::size_t operator()(clientela::Id id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
