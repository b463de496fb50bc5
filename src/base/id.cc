// SPDX-License-Identifier: Apache-2.0
// Crockford base 32: digits and capitals without I, L, O, U; 13 of them hold 65 bits, the top one
// at most 7 because the sign bit is never set.
#include "base/id.h"

#include <algorithm>
#include <array>

#include "base/random.h"

namespace clientela {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::int64_t kEpochMs = 1'577'836'800'000;  // 2020-01-01T00:00:00Z
constexpr int kLowBits = 22;

constexpr std::array<std::int8_t, 256> kDigits = [] {
    std::array<std::int8_t, 256> digits{};
    digits.fill(-1);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
        const auto upper = static_cast<unsigned char>(kAlphabet[i]);
        digits[upper] = static_cast<std::int8_t>(i);
        if (upper >= 'A') digits[upper + 32U] = static_cast<std::int8_t>(i);
    }
    for (const char zero : {'O', 'o'})
        digits[static_cast<unsigned char>(zero)] = 0;
    for (const char one : {'I', 'i', 'L', 'l'})
        digits[static_cast<unsigned char>(one)] = 1;
    return digits;
}();

}  // namespace

std::string to_string(Id id) {
    std::string text(13, '0');
    auto rest = static_cast<std::uint64_t>(id.value);
    for (std::size_t place = 13; place-- > 0; rest >>= 5U)
        text[place] = kAlphabet[rest & 31U];
    return text;
}

std::optional<Id> parse_id(std::string_view text) {
    if (text.size() != 13) return std::nullopt;
    std::uint64_t value = 0;
    for (const char character : text) {
        const std::int8_t digit = kDigits[static_cast<unsigned char>(character)];
        if (digit < 0) return std::nullopt;
        if (value >> 58U != 0) return std::nullopt;  // the next digit would reach the sign bit
        value = (value << 5U) | static_cast<std::uint64_t>(digit);
    }
    if (value == 0 || value >> 63U != 0) return std::nullopt;
    return Id{static_cast<std::int64_t>(value)};
}

IdSource::IdSource(std::uint64_t seed) : state_(seed) {}

Id IdSource::next(std::int64_t unix_ms) {
    const std::lock_guard lock(mutex_);
    const std::int64_t ms = std::max<std::int64_t>(unix_ms - kEpochMs, 1);
    const auto random =
        static_cast<std::int64_t>(next_random(state_) & ((1ULL << (kLowBits - 1)) - 1));
    // A new millisecond starts in the lower half of its range, so that a burst has room to count
    // upwards and two servers seldom meet.
    const std::int64_t fresh = (ms << kLowBits) | random;
    last_ = std::max(fresh, last_ + 1);
    return Id{last_};
}

}  // namespace clientela
