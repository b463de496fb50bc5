// SPDX-License-Identifier: Apache-2.0
// Shapes of literals by pattern: 0 stands for a digit, x for a hexadecimal digit, anything else for
// itself. Whether 2026-02-31 is a day is asked when the tree is bound.

#include "filter/literal.h"

#include <limits>

namespace clientela::filter {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

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

// hh:mm, hh:mm:ss, hh:mm:ss.fff; 0 when there is none.
std::size_t time_length(std::string_view text) {
    if (!matches(text, "00:00")) return 0;
    if (!matches(text.substr(5), ":00")) return 5;
    if (text.size() > 8 && text[8] == '.' && digits(text, 9) > 0) return 9 + digits(text, 9);
    return 8;
}

Scanned scan_date(std::string_view text) {
    const bool time_follows = text.size() > 10 && (text[10] == 'T' || text[10] == 't');
    const std::size_t time = time_follows ? time_length(text.substr(11)) : 0;
    if (time == 0) return {LiteralKind::date, 10};
    const std::size_t end = 11 + time;
    const std::string_view rest = text.substr(end);
    if (!rest.empty() && (rest[0] == 'Z' || rest[0] == 'z')) return {LiteralKind::instant, end + 1};
    if (matches(rest, "+00:00") || matches(rest, "-00:00")) return {LiteralKind::instant, end + 6};
    return {LiteralKind::date, 10};  // an instant without zone: the caller stops at the T
}

std::optional<Scanned> scan_number(std::string_view text) {
    const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    std::size_t end = sign + digits(text, sign);
    if (end == sign) return std::nullopt;
    LiteralKind kind = LiteralKind::integer;
    if (end < text.size() && text[end] == '.' && digits(text, end + 1) > 0) {
        kind = LiteralKind::decimal;
        end += 1 + digits(text, end + 1);
    }
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        std::size_t power = end + 1;
        if (power < text.size() && (text[power] == '-' || text[power] == '+')) ++power;
        if (digits(text, power) > 0) {
            kind = LiteralKind::decimal;
            end = power + digits(text, power);
        }
    }
    return Scanned{kind, end};
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
    } else if (matches(text, "0000-00-00")) {
        found = scan_date(text);
    } else if (const std::size_t time = time_length(text); time > 0) {
        found = Scanned{LiteralKind::time, time};
    } else {
        found = scan_number(text);
    }
    if (found && found->length < text.size() && is_word(text[found->length])) return std::nullopt;
    return found;
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
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
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
