// SPDX-License-Identifier: Apache-2.0
#include "db/postgres/parameters.h"

#include <charconv>
#include <cstring>

#include "base/ascii.h"
#include "db/failure.h"

namespace clientela::db::postgres {
namespace {

constexpr TypeId kBoolean = 16;
constexpr TypeId kBigint = 20;
constexpr TypeId kText = 25;
constexpr TypeId kDouble = 701;
constexpr TypeId kDate = 1082;
constexpr TypeId kTimestamp = 1184;

template <class Number>
const char* write_number(std::array<char, 40>& buffer, Number number) {
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size() - 1, number);
    *written.ptr = '\0';
    return buffer.data();
}

const char* write_text(std::array<char, 40>& buffer, const std::string& text) {
    const std::size_t length = std::min(text.size(), buffer.size() - 1);
    std::memcpy(buffer.data(), text.data(), length);
    buffer[length] = '\0';
    return buffer.data();
}

std::int64_t digits(std::string_view text, std::size_t start, std::size_t length) {
    std::int64_t value = 0;
    if (start + length > text.size()) return 0;
    std::from_chars(text.data() + start, text.data() + start + length, value);
    return value;
}

// Beyond the years that are stored, as a day of a zone at the edge of the calendar may be.
std::string timestamp_text(Instant instant) {
    if (instant < kFirstInstant) return "-infinity";
    return instant > kLastInstant ? "infinity" : to_string(instant);
}

}  // namespace

Result<void> Parameters::set(const std::vector<Bind>& args) {
    values_.assign(args.size(), nullptr);
    types_.assign(args.size(), kUnknownType);
    written_.resize(args.size());
    for (std::size_t i = 0; i < args.size(); ++i) {
        Written& buffer = written_[i];
        if (const auto* integer = std::get_if<std::int64_t>(&args[i])) {
            types_[i] = kBigint;
            values_[i] = write_number(buffer, *integer);
        } else if (const auto* text = std::get_if<std::string>(&args[i])) {
            if (text->find('\0') != std::string::npos) return text_with_zero();
            types_[i] = kText;
            values_[i] = text->c_str();
        } else if (const auto* boolean = std::get_if<bool>(&args[i])) {
            types_[i] = kBoolean;
            values_[i] = *boolean ? "t" : "f";
        } else if (const auto* real = std::get_if<double>(&args[i])) {
            types_[i] = kDouble;
            values_[i] = write_number(buffer, *real);
        } else if (const auto* date = std::get_if<Date>(&args[i])) {
            types_[i] = kDate;
            values_[i] = write_text(buffer, to_string(*date));
        } else if (const auto* instant = std::get_if<Instant>(&args[i])) {
            types_[i] = kTimestamp;
            values_[i] = write_text(buffer, timestamp_text(*instant));
        }
    }
    return {};
}

// "2026-11-24 09:42:00.123+00"; a fraction is cut to milliseconds.
Instant parse_timestamp(std::string_view text) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) return {};
    const std::string_view rest = text.substr(dash);
    const auto day = make_date(static_cast<std::int32_t>(digits(text, 0, dash)),
                               static_cast<std::int32_t>(digits(rest, 1, 2)),
                               static_cast<std::int32_t>(digits(rest, 4, 2)));
    if (!day || rest.size() < 15) return {};
    std::int64_t ms = std::int64_t{day->days} * 86'400'000 + digits(rest, 7, 2) * 3'600'000 +
                      digits(rest, 10, 2) * 60'000 + digits(rest, 13, 2) * 1000;
    if (rest.size() > 15 && rest[15] == '.') {
        std::int64_t unit = 100;
        for (std::size_t i = 16; i < rest.size() && unit > 0 && is_digit(rest[i]);
             ++i, unit /= 10) {
            ms += (rest[i] - '0') * unit;
        }
    }
    return Instant{ms};
}

}  // namespace clientela::db::postgres
