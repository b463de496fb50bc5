// SPDX-License-Identifier: Apache-2.0
// Proleptic Gregorian calendar by <chrono>; text forms of RFC 3339.
#include "base/time.h"

#include <charconv>
#include <chrono>

#include "base/ascii.h"

namespace clientela {
namespace {

std::optional<int> number(std::string_view text, std::size_t from, std::size_t length) {
    if (from + length > text.size()) return std::nullopt;
    int value = 0;
    for (const char digit : text.substr(from, length)) {
        if (!is_digit(digit)) return std::nullopt;
        value = value * 10 + (digit - '0');
    }
    return value;
}

// Offset of "+02:00", "-05:00" or "Z" in minutes.
std::optional<int> zone_minutes(std::string_view text) {
    if (text == "Z" || text == "z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return std::nullopt;
    const auto hours = number(text, 1, 2);
    const auto minutes = number(text, 4, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    const int total = *hours * 60 + *minutes;
    return text[0] == '-' ? -total : total;
}

// Reads ".123456" as milliseconds and moves `place` behind it.
std::optional<int> fraction_ms(std::string_view text, std::size_t& place) {
    if (place >= text.size() || text[place] != '.') return 0;
    const std::size_t start = ++place;
    int ms = 0;
    while (place < text.size() && is_digit(text[place])) {
        if (place - start < 3) ms = ms * 10 + (text[place] - '0');
        ++place;
    }
    const std::size_t digits = place - start;
    if (digits == 0 || digits > 12) return std::nullopt;
    for (std::size_t missing = digits; missing < 3; ++missing)
        ms *= 10;
    return ms;
}

// The last `count` digits of a number, with leading zeros. Every record carries several times, and
// printf would cost more than reading its row.
void put_digits(char* place, int count, int number) {
    for (char* digit = place + count; digit != place; number /= 10) {
        *--digit = static_cast<char>('0' + number % 10);
    }
}

void put_date(char* place, Date date) {
    const CalendarDate parts = calendar(date);
    put_digits(place, 4, parts.year);
    put_digits(place + 5, 2, parts.month);
    put_digits(place + 8, 2, parts.day);
}

}  // namespace

CalendarDate calendar(Date date) {
    const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{date.days}}};
    return {static_cast<int>(day.year()),
            static_cast<std::int32_t>(static_cast<unsigned>(day.month())),
            static_cast<std::int32_t>(static_cast<unsigned>(day.day()))};
}

std::optional<Date> make_date(std::int32_t year, std::int32_t month, std::int32_t day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return Date{static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())};
}

std::string to_string(Date date) {
    std::string text = "0000-00-00";
    put_date(text.data(), date);
    return text;
}

std::string to_string(Instant instant) {
    std::int64_t days = instant.ms / kDayMs;
    std::int64_t ms = instant.ms % kDayMs;
    if (ms < 0) {
        ms += kDayMs;
        --days;
    }
    std::string text = "0000-00-00T00:00:00.000Z";
    put_date(text.data(), Date{static_cast<std::int32_t>(days)});
    put_digits(text.data() + 11, 2, static_cast<int>(ms / 3'600'000));
    put_digits(text.data() + 14, 2, static_cast<int>(ms / 60'000 % 60));
    put_digits(text.data() + 17, 2, static_cast<int>(ms / 1000 % 60));
    put_digits(text.data() + 20, 3, static_cast<int>(ms % 1000));
    return text;
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number(text, 0, 4);
    const auto month = number(text, 5, 2);
    const auto day = number(text, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    return make_date(*year, *month, *day);
}

std::optional<Instant> parse_instant(std::string_view text) {
    if (text.size() < 17 || (text[10] != 'T' && text[10] != 't') || text[13] != ':')
        return std::nullopt;
    const auto date = parse_date(text.substr(0, 10));
    const auto hour = number(text, 11, 2);
    const auto minute = number(text, 14, 2);
    if (!date || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    std::size_t place = 16;
    int second = 0;
    int ms = 0;
    if (place < text.size() && text[place] == ':') {
        const auto seconds = number(text, 17, 2);
        if (!seconds || *seconds > 59) return std::nullopt;
        second = *seconds;
        place = 19;
        const auto fraction = fraction_ms(text, place);
        if (!fraction) return std::nullopt;
        ms = *fraction;
    }
    const auto offset = zone_minutes(text.substr(place));
    if (!offset) return std::nullopt;
    const Instant instant{date->days * kDayMs + (*hour * 60LL + *minute - *offset) * 60'000 +
                          second * 1000LL + ms};
    if (instant < kFirstInstant || instant > kLastInstant) return std::nullopt;
    return instant;
}

Instant SystemClock::now() const {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace clientela
