// SPDX-License-Identifier: Apache-2.0
// Calendar dates and instants. A Date has no zone; an Instant is UTC with milliseconds. Which day
// an instant falls on depends on the company's zone, which callers pass explicitly (see
// base/zone.h).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clientela {

struct Date {
    std::int32_t days = 0;  // since 1970-01-01
    auto operator<=>(const Date&) const = default;
};

struct CalendarDate {
    std::int32_t year = 1970;
    std::int32_t month = 1;  // 1 to 12
    std::int32_t day = 1;    // 1 to 31
};

struct Instant {
    std::int64_t ms = 0;  // since 1970-01-01T00:00:00Z
    auto operator<=>(const Instant&) const = default;
};

constexpr std::int64_t kDayMs = 86'400'000;  // a day without a change of the clocks

CalendarDate calendar(Date date);
std::optional<Date> make_date(std::int32_t year, std::int32_t month, std::int32_t day);
std::string to_string(Date date);        // 2026-11-24
std::string to_string(Instant instant);  // 2026-11-24T09:42:00.000Z
// What dates and instants (in UTC) of the years 0001 to 9999 can be; both stores hold these.
inline constexpr Instant kFirstInstant{-719'162 * kDayMs};
inline constexpr Instant kLastInstant{2'932'897 * kDayMs - 1};

std::optional<Date> parse_date(std::string_view text);  // exactly YYYY-MM-DD, years 0001 to 9999
// ISO 8601 with zone; seconds may be missing, digits beyond milliseconds are dropped.
std::optional<Instant> parse_instant(std::string_view text);

// Where the present comes from; tests set their own.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

class FixedClock final : public Clock {
public:
    explicit FixedClock(Instant at) : now_(at) {}
    Instant now() const override { return now_; }
    void advance_ms(std::int64_t ms) { now_.ms += ms; }

private:
    Instant now_;
};

}  // namespace clientela
