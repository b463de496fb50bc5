// SPDX-License-Identifier: Apache-2.0
// Shapes of literals by pattern: 0 stands for a digit, x for a hexadecimal digit, anything else for
// itself. Whether 2026-02-31 is a day is asked when the tree is bound.

#include "filter/literal.h"
#include "filter/characters.h"

#include <algorithm>
#include <limits>
#include <string>

#include "base/hex.h"

namespace clientela::filter {
namespace {

bool is_hex(char c) { return hex_value(c) >= 0; }

bool matches(std::string_view text, std::string_view pattern) {
    if (text.size() < pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool same = pattern[i] == '0'   ? is_digit(text[i])
                          : pattern[i] == 'x' ? is_hex(text[i])
                                              : text[i] == pattern[i];
        if (!same) return false;
    }
    return true;
}

std::size_t digits(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end]))
        ++end;
    return end - at;
}

// Reads a literal from left to right; `at` is where it stands or broke.
struct Reader {
    std::string_view text;
    std::size_t at = 0;

    bool here(char c) const { return at < text.size() && text[at] == c; }
    bool any_of(std::string_view choices) const {
        return at < text.size() && choices.find(text[at]) != std::string_view::npos;
    }
    bool take(char c) {
        if (!here(c)) return false;
        ++at;
        return true;
    }
    // Two digits from `least` to `most`; breaks at the digit that makes it wrong.
    bool pair(int least, int most) {
        for (int first = 0; first < 2; ++first) {
            if (at + static_cast<std::size_t>(first) >= text.size() ||
                !is_digit(text[at + static_cast<std::size_t>(first)])) {
                at += static_cast<std::size_t>(first);
                return false;
            }
        }
        const int tens = text[at] - '0';
        const int value = tens * 10 + (text[at + 1] - '0');
        if (value >= least && value <= most) {
            at += 2;
            return true;
        }
        if (tens <= most / 10) ++at;
        return false;
    }
    // hh:mm[:ss[.fff]]
    bool time() {
        if (!pair(0, 23) || !take(':') || !pair(0, 59)) return false;
        if (!take(':')) return true;
        if (!pair(0, 60)) return false;
        if (!here('.')) return true;
        ++at;
        const std::size_t count = digits(text, at);
        at += count < 12 ? count : 12;
        return count > 0 && count <= 12;
    }
    bool zone() {
        if (take('Z') || take('z')) return true;
        if (!any_of("+-")) return false;
        ++at;
        return pair(0, 23) && take(':') && pair(0, 59);
    }
};

// The length of -yyyy or yyyy before a "-dd-dd"; 0 when no date stands here.
std::size_t year_length(std::string_view text) {
    const std::size_t sign = !text.empty() && text[0] == '-' ? 1 : 0;
    const std::size_t count = digits(text, sign);
    if (count < 4 || (count > 4 && text[sign] == '0')) return 0;
    return matches(text.substr(sign + count), "-00-00") ? sign + count : 0;
}

Scanned scan_date(std::string_view text, std::size_t year) {
    Reader reader{text, year + 1};
    if (!reader.pair(1, 12) || !reader.take('-') || !reader.pair(1, 31)) {
        return {LiteralKind::date, reader.at, true};
    }
    if (!reader.any_of("Tt")) return {LiteralKind::date, reader.at};
    ++reader.at;
    const bool good = reader.time() && reader.zone();
    return {LiteralKind::instant, reader.at, !good};
}

std::optional<Scanned> scan_number(std::string_view text) {
    const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    std::size_t end = sign + digits(text, sign);
    if (end == sign) return std::nullopt;
    LiteralKind kind = LiteralKind::integer;
    if (end < text.size() && text[end] == '.') {
        kind = LiteralKind::decimal;
        const std::size_t more = digits(text, end + 1);
        end += 1 + more;
        if (more == 0) return Scanned{kind, end, true};
    }
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        std::size_t power = end + 1;
        if (power < text.size() && (text[power] == '-' || text[power] == '+')) ++power;
        kind = LiteralKind::decimal;
        end = power + digits(text, power);
        if (end == power) return Scanned{kind, end, true};
    }
    return Scanned{kind, end};
}

std::optional<Scanned> scan_special(std::string_view text) {
    for (const std::string_view name : {"INF", "-INF", "NaN"}) {
        if (!text.starts_with(name)) continue;
        const char next = name.size() < text.size() ? text[name.size()] : ' ';
        if (continues_word(next) || std::string_view("./('").find(next) != text.npos) continue;
        return Scanned{LiteralKind::special, name.size()};
    }
    return std::nullopt;
}

// Multiplies by ten and adds, within 18 digits.
bool append_digit(std::int64_t& value, char digit) {
    if (value > 99'999'999'999'999'999) return false;
    value = value * 10 + (digit - '0');
    return true;
}

std::optional<int> exponent_of(std::string_view text) {
    if (text.empty()) return 0;
    const bool negative = text[0] == '-';
    if (negative || text[0] == '+') text.remove_prefix(1);
    if (text.size() > 3) return std::nullopt;
    int value = 0;
    for (char c : text)
        value = value * 10 + (c - '0');
    return negative ? -value : value;
}

}  // namespace

std::optional<Scanned> scan_literal(std::string_view text) {
    constexpr std::string_view kGuid = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    std::optional<Scanned> found;
    if (matches(text, kGuid)) {
        found = Scanned{LiteralKind::guid, kGuid.size()};
    } else if (const std::size_t year = year_length(text); year > 0) {
        found = scan_date(text, year);
    } else if (matches(text, "00:")) {
        Reader reader{text};
        const bool good = reader.time();
        found = Scanned{LiteralKind::time, reader.at, !good};
    } else {
        found = scan_special(text);
        if (!found) found = scan_number(text);
    }
    const bool sticks = found && found->length < text.size() && continues_word(text[found->length]);
    if (sticks && !found->broken) found->broken = true;
    return found;
}

bool is_binary(std::string_view text) {
    std::size_t padding = 0;
    while (!text.empty() && text.back() == '=' && padding < 2) {
        text.remove_suffix(1);
        ++padding;
    }
    for (const char c : text) {
        if (!is_alphanumeric(c) && c != '-' && c != '_') return false;
    }
    const std::size_t rest = text.size() % 4;
    if (rest == 1 || (padding > 0 && rest + padding != 4)) return false;
    // The bits beyond the last byte have to be zero.
    constexpr std::string_view kSixteen = "AEIMQUYcgkosw048";
    constexpr std::string_view kEight = "AQgw";
    if (rest == 3) return kSixteen.find(text.back()) != std::string_view::npos;
    return rest == 0 || kEight.find(text.back()) != std::string_view::npos;
}

bool is_enumeration(std::string_view text) {
    while (true) {
        const std::size_t end = std::min(text.find(','), text.size());
        std::string_view one = text.substr(0, end);
        const bool number = !one.empty() && (is_digit(one[0]) || one[0] == '-' || one[0] == '+');
        if (number && !is_digit(one[0])) one.remove_prefix(1);
        if (one.empty()) return false;
        for (const char c : one) {
            if (number ? !is_digit(c) : !continues_word(c)) return false;
        }
        if (end == text.size()) return true;
        text.remove_prefix(end + 1);
    }
}

std::optional<std::int64_t> time_of_day(std::string_view text) {
    Reader reader{text};
    if (!reader.time() || reader.at != text.size()) return std::nullopt;
    const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    std::int64_t ms = two(0) * 3'600'000LL + two(3) * 60'000LL;
    if (text.size() > 5) ms += two(6) * 1'000LL;
    if (text.size() > 9) {
        std::string three(text.substr(9, 3));
        three.resize(3, '0');
        ms += std::stoll(three);
    }
    return ms;
}

std::optional<Decimal> number_of(std::string_view text) {
    const bool negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    const std::size_t e = text.find_first_of("eE");
    const auto power = exponent_of(e == std::string_view::npos ? "" : text.substr(e + 1));
    if (!power) return std::nullopt;
    std::int64_t value = 0;
    int scale = 0;
    bool after_point = false;
    std::string_view mantissa = text.substr(0, e);
    // Zeros at the end of a fraction say nothing and would only cost digits.
    if (mantissa.find('.') != std::string_view::npos) {
        mantissa = mantissa.substr(0, mantissa.find_last_not_of('0') + 1);
    }
    for (char c : mantissa) {
        if (c == '.') {
            after_point = true;
            continue;
        }
        if (!append_digit(value, c)) return std::nullopt;
        if (after_point) ++scale;
    }
    scale -= *power;
    for (; scale > 0 && value % 10 == 0; --scale)
        value /= 10;
    for (; scale < 0; ++scale) {
        if (value != 0 && !append_digit(value, '0')) return std::nullopt;
    }
    if (scale > 18) return std::nullopt;
    return Decimal{negative ? -value : value, scale};
}

std::optional<std::int64_t> duration_of(std::string_view text) {
    const bool negative = !text.empty() && text[0] == '-';
    if (negative) text.remove_prefix(1);
    if (text.size() < 3 || (text[0] != 'P' && text[0] != 'p')) return std::nullopt;
    std::int64_t ms = 0;
    std::string_view order = "DTHMS";  // each unit once, in this order
    bool in_time = false;
    for (std::size_t at = 1; at < text.size();) {
        if ((text[at] == 'T' || text[at] == 't') && !in_time && at + 1 < text.size()) {
            in_time = true;
            order = "HMS";
            ++at;
            continue;
        }
        const std::size_t count = digits(text, at);
        if (count == 0 || count > 9) return std::nullopt;
        std::int64_t value = std::stoll(std::string(text.substr(at, count)));
        at += count;
        std::int64_t fraction = 0;
        if (at < text.size() && text[at] == '.') {
            const std::size_t more = digits(text, at + 1);
            if (more == 0) return std::nullopt;
            std::string three(text.substr(at + 1, more < 3 ? more : 3));
            three.resize(3, '0');
            fraction = std::stoll(three);
            at += 1 + more;
            if (at >= text.size() || (text[at] | 32) != 's') return std::nullopt;
        }
        if (at >= text.size()) return std::nullopt;
        const char unit = static_cast<char>(text[at++] & ~32);
        const std::size_t place = order.find(unit);
        if (place == std::string_view::npos || (unit != 'D' && !in_time)) return std::nullopt;
        order.remove_prefix(place + 1);
        const std::int64_t factor = unit == 'D'   ? 86'400'000
                                    : unit == 'H' ? 3'600'000
                                    : unit == 'M' ? 60'000
                                                  : 1'000;
        ms += value * factor + fraction;
        if (ms > 400'000'000'000'000) return std::nullopt;  // over 12,000 years
    }
    return negative ? -ms : ms;
}

}  // namespace clientela::filter
