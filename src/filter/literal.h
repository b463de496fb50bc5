// SPDX-License-Identifier: Apache-2.0
// Literals of the filter language: how far one reaches in a text, and the exact value it stands
// for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/value.h"
#include "filter/node.h"

namespace clientela::filter {

struct Scanned {
    LiteralKind kind = LiteralKind::null;
    std::size_t length = 0;  // of the literal; where it breaks when `broken`
    bool broken = false;     // it starts like one: 12x, 2026-13-01, 25:00
};

// A number, date, instant, time or guid at the start of `text`; nothing when none starts there.
std::optional<Scanned> scan_literal(std::string_view text);

// Whether the text between the quotes is what the prefix before them promises.
bool is_binary(std::string_view text);       // base64url
bool is_enumeration(std::string_view text);  // Yellow,Solid or 3

// Exact value of a number such as -12.50 or 1.5e3, with the smallest scale that holds it. Nothing
// when it does not fit 18 digits.
std::optional<Decimal> number_of(std::string_view text);

// Milliseconds since midnight of 10:30, 10:30:00, 10:30:00.123.
std::optional<std::int64_t> time_of_day(std::string_view text);

// Milliseconds of a duration such as P7D, -PT12H, P1DT2H30M5.250S.
std::optional<std::int64_t> duration_of(std::string_view text);

}  // namespace clientela::filter
