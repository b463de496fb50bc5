// SPDX-License-Identifier: Apache-2.0
// 128 bits hold the product of two 64-bit numbers; the factor of the discount is guarded apart.
#include "sales/money_math.h"

#include <limits>

#include "base/wide.h"

namespace clientela::sales {

namespace {

Wide power_of_ten(std::int32_t exponent) {
    Wide power = 1;
    for (; exponent > 0; --exponent)
        power *= 10;
    return power;
}

Wide divide_rounded(Wide dividend, Wide divisor) {
    const Wide half = divisor / 2;
    return dividend >= 0 ? (dividend + half) / divisor : -((-dividend + half) / divisor);
}

}  // namespace

std::optional<std::int64_t> line_amount(Decimal quantity, Decimal unit_price,
                                        Decimal discount_percent, std::int32_t digits) {
    const Wide hundred = 100 * power_of_ten(discount_percent.scale);
    Wide product = Wide{quantity.unscaled} * unit_price.unscaled;
    if (__builtin_mul_overflow(product, hundred - discount_percent.unscaled, &product)) {
        return std::nullopt;
    }
    const std::int32_t scale = quantity.scale + unit_price.scale - digits;
    if (scale < 0 && __builtin_mul_overflow(product, power_of_ten(-scale), &product)) {
        return std::nullopt;
    }
    const Wide amount = divide_rounded(product, hundred * power_of_ten(scale));
    if (amount > std::numeric_limits<std::int64_t>::max() ||
        amount < std::numeric_limits<std::int64_t>::min()) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(amount);
}

std::int64_t weighted_amount(std::int64_t minor, std::int64_t probability_percent) {
    return static_cast<std::int64_t>(divide_rounded(Wide{minor} * probability_percent, 100));
}

}  // namespace clientela::sales
