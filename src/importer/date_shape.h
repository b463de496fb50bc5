// SPDX-License-Identifier: Apache-2.0
// How a date is written: what stands first, the sign between its parts, the digits of the year. One
// column may hold several shapes, as people write; what comes first, day or month, is the same in
// all of them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace clientela::importer {

struct DateShape {
    bool year_first = false;
    char sign = '/';
    int year_digits = 4;
    int time = 0;  // 1: hours and minutes, 2: seconds too
    auto operator<=>(const DateShape&) const = default;
};

std::optional<DateShape> date_shape_of(std::string_view text);
// The pattern of a shape; `first` is 'd' or 'M', for those whose year comes last.
std::string pattern_of(const DateShape& shape, char first);

// A date that is written in another shape than `pattern`, with the order of day and month that the
// pattern has. Where the pattern begins with the year it tells no order: then only what can be read
// in one way is read.
std::optional<CalendarDate> parse_alike(std::string_view text, std::string_view pattern,
                                        std::int32_t& second_of_day);

}  // namespace clientela::importer
