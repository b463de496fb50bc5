// SPDX-License-Identifier: Apache-2.0
// Exact decimals. Nothing here rounds: what does not fit is refused.
#include "base/value.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"

namespace clientela {
namespace {

// ISO 4217 codes with other than two digits; every other known code has two.
struct Digits {
    std::string_view currency;
    std::int32_t digits;
};
constexpr std::array kOtherDigits{
    Digits{"BHD", 3}, Digits{"BIF", 0}, Digits{"CLF", 4}, Digits{"CLP", 0}, Digits{"DJF", 0},
    Digits{"GNF", 0}, Digits{"IQD", 3}, Digits{"ISK", 0}, Digits{"JOD", 3}, Digits{"JPY", 0},
    Digits{"KMF", 0}, Digits{"KRW", 0}, Digits{"KWD", 3}, Digits{"LYD", 3}, Digits{"OMR", 3},
    Digits{"PYG", 0}, Digits{"RWF", 0}, Digits{"TND", 3}, Digits{"UGX", 0}, Digits{"UYI", 0},
    Digits{"UYW", 4}, Digits{"VND", 0}, Digits{"VUV", 0}, Digits{"XAF", 0}, Digits{"XOF", 0},
    Digits{"XPF", 0}};

constexpr std::string_view kTwoDigits =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD "
    "CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ "
    "GYD "
    "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA "
    "MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR "
    "RON "
    "RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD "
    "TWD "
    "TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWL ";

}  // namespace

std::string to_string(Decimal decimal) {
    std::string digits = std::to_string(decimal.unscaled);
    const bool negative = digits[0] == '-';
    if (negative) digits.erase(0, 1);
    if (decimal.scale > 0) {
        const auto scale = static_cast<std::size_t>(decimal.scale);
        if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
        digits.insert(digits.size() - scale, ".");
    }
    return negative ? "-" + digits : digits;
}

std::optional<Decimal> parse_decimal(std::string_view text, std::int32_t scale) {
    std::string digits;
    std::size_t place = 0;
    if (place < text.size() && (text[place] == '-' || text[place] == '+')) {
        if (text[place] == '-') digits.push_back('-');
        ++place;
    }
    std::int32_t fraction = -1;  // digits after the point so far; -1 before the point
    bool any = false;
    for (; place < text.size(); ++place) {
        const char character = text[place];
        if (character == '.' && fraction < 0) {
            fraction = 0;
        } else if (is_digit(character)) {
            any = true;
            if (fraction >= scale) {
                if (character != '0') return std::nullopt;
                continue;
            }
            if (fraction >= 0) ++fraction;
            digits.push_back(character);
        } else {
            return std::nullopt;
        }
    }
    if (!any || text.back() == '.') return std::nullopt;
    digits.append(static_cast<std::size_t>(scale - std::max(fraction, 0)), '0');
    std::int64_t unscaled = 0;
    const auto [end, status] =
        std::from_chars(digits.data(), digits.data() + digits.size(), unscaled);
    if (status != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return Decimal{unscaled, scale};
}

std::optional<std::int32_t> currency_digits(std::string_view currency) {
    if (currency.size() != 3) return std::nullopt;
    for (const Digits& other : kOtherDigits) {
        if (other.currency == currency) return other.digits;
    }
    const std::string needle = std::string(currency) + " ";
    const std::size_t place = kTwoDigits.find(needle);
    if (place == std::string_view::npos || place % 4 != 0) return std::nullopt;
    return 2;
}

std::string amount_text(const Money& money) {
    return to_string(Decimal{money.minor, currency_digits(money.currency).value_or(2)});
}

std::optional<Money> parse_money(std::string_view amount, std::string_view currency) {
    const auto digits = currency_digits(currency);
    if (!digits) return std::nullopt;
    const auto decimal = parse_decimal(amount, *digits);
    if (!decimal) return std::nullopt;
    return Money{decimal->unscaled, std::string(currency)};
}

}  // namespace clientela
