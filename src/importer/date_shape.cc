// SPDX-License-Identifier: Apache-2.0
#include "importer/date_shape.h"

#include <array>

#include "base/ascii.h"
#include "importer/cell.h"

namespace clientela::importer {
namespace {

std::size_t digits_at(std::string_view text) {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count]))
        ++count;
    return count;
}

// " 10:30" is 1, " 10:30:00" 2; nothing when it is neither, nor empty.
std::optional<int> time_of(std::string_view text) {
    if (text.empty()) return 0;
    int parts = 0;
    for (char sign = ' '; !text.empty(); sign = ':', ++parts) {
        if (text.front() != sign) return std::nullopt;
        text.remove_prefix(1);
        const std::size_t digits = digits_at(text);
        if (digits == 0 || digits > 2) return std::nullopt;
        text.remove_prefix(digits);
    }
    if (parts < 2 || parts > 3) return std::nullopt;
    return parts - 1;
}

// What comes first in the dates of a pattern; 0: the year, so that it tells nothing of the rest.
char order_of(std::string_view pattern) {
    const std::size_t first = pattern.find_first_of("yMd");
    return first == std::string_view::npos || pattern[first] == 'y' ? char{0} : pattern[first];
}

}  // namespace

std::optional<DateShape> date_shape_of(std::string_view text) {
    DateShape shape;
    std::array<std::size_t, 3> digits{};
    for (std::size_t part = 0; part < digits.size(); ++part) {
        digits[part] = digits_at(text);
        text.remove_prefix(digits[part]);
        if (part == 2) break;
        if (text.empty() || (part == 1 && text.front() != shape.sign)) return std::nullopt;
        shape.sign = text.front();
        text.remove_prefix(1);
    }
    const auto time = time_of(text);
    if (!time || std::string_view("/-.").find(shape.sign) == std::string_view::npos)
        return std::nullopt;
    shape.time = *time;
    shape.year_first = digits[0] == 4;
    const std::size_t year = shape.year_first ? digits[0] : digits[2];
    const std::size_t other = shape.year_first ? digits[2] : digits[0];
    if ((year != 4 && year != 2) || other < 1 || other > 2 || digits[1] < 1 || digits[1] > 2)
        return std::nullopt;
    shape.year_digits = static_cast<int>(year);
    return shape;
}

std::string pattern_of(const DateShape& shape, char first) {
    constexpr std::array<std::string_view, 3> kTimes = {"", " HH:mm", " HH:mm:ss"};
    const std::string sign(1, shape.sign);
    const std::string year(static_cast<std::size_t>(shape.year_digits), 'y');
    std::string text = year + sign + "MM" + sign + "dd";
    if (!shape.year_first) {
        text = first == 'M' ? "MM" + sign + "dd" : "dd" + sign + "MM";
        text += sign + year;
    }
    return text + std::string(kTimes[static_cast<std::size_t>(shape.time)]);
}

std::optional<CalendarDate> parse_alike(std::string_view text, std::string_view pattern,
                                        std::int32_t& second_of_day) {
    const auto shape = date_shape_of(text);
    if (!shape) return std::nullopt;
    const char first = order_of(pattern);
    if (shape->year_first || first != 0)
        return parse_by_pattern(text, pattern_of(*shape, first == 0 ? 'd' : first), second_of_day);
    const auto day_first = parse_by_pattern(text, pattern_of(*shape, 'd'), second_of_day);
    const auto month_first = parse_by_pattern(text, pattern_of(*shape, 'M'), second_of_day);
    if (day_first && month_first && day_first->day != day_first->month) return std::nullopt;
    return day_first ? day_first : month_first;
}

}  // namespace clientela::importer
