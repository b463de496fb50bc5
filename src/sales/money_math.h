// SPDX-License-Identifier: Apache-2.0
// Exact amounts of lines and forecasts: integers throughout, rounded once, half away from zero.
// Nothing means that the result does not fit.
#pragma once

#include <cstdint>
#include <optional>

#include "base/value.h"

namespace clientela::sales {

// quantity x unit price x (1 - discount/100) in minor units of a currency with `digits` decimals.
std::optional<std::int64_t> line_amount(Decimal quantity, Decimal unit_price,
                                        Decimal discount_percent, std::int32_t digits);

// amount x probability / 100.
std::int64_t weighted_amount(std::int64_t minor, std::int64_t probability_percent);

}  // namespace clientela::sales
