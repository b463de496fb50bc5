// SPDX-License-Identifier: Apache-2.0
// The values that fields of records hold, exact throughout: decimals and money are scaled integers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/id.h"
#include "base/time.h"

namespace clientela {

struct Decimal {
    std::int64_t unscaled = 0;
    std::int32_t scale = 0;  // digits after the point: 1250 with scale 2 is 12.50
    bool operator==(const Decimal&) const = default;
};

std::string to_string(Decimal decimal);
// Reads "-12.5" at the given scale. Nothing if it is no number, too large, or has more digits after
// the point than `scale` (a value is never rounded silently).
std::optional<Decimal> parse_decimal(std::string_view text, std::int32_t scale);

struct Money {
    std::int64_t minor = 0;  // integer of minor units: cents for EUR, yen for JPY
    std::string currency;    // ISO 4217, upper case
    bool operator==(const Money&) const = default;
};

// Digits after the point of a currency by ISO 4217 (EUR 2, JPY 0, KWD 3); nothing for unknown
// codes.
std::optional<std::int32_t> currency_digits(std::string_view currency);
std::string amount_text(const Money& money);  // decimal string: "186400.00"
std::optional<Money> parse_money(std::string_view amount, std::string_view currency);

// monostate is null. Options and references by text are strings.
using Value = std::variant<std::monostate, bool, std::int64_t, Decimal, Money, std::string, Date,
                           Instant, Id>;

inline bool is_null(const Value& value) { return value.index() == 0; }

}  // namespace clientela
