// SPDX-License-Identifier: Apache-2.0
// One small parser per type of field.
#include "importer/cell.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/text.h"
#include "importer/date_shape.h"

namespace clientela::importer {

namespace {

using schema::FieldType;

Error bad(const BoundColumn& column, std::string code,
          std::vector<std::pair<std::string, std::string>> args = {}) {
    return field_error(column.field->name, std::move(code), std::move(args));
}

// The same code as the engine's, with the form that the mapping states.
Error wrong_moment(const BoundColumn& column, std::string code) {
    Error error = bad(column, std::move(code));
    if (!column.how.format.empty()) {
        error.fields[0].message = Message{"field.not_in_format", {{"format", column.how.format}}};
    }
    return error;
}

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t number = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end.ec != std::errc{} || end.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

// The decimal text times scale, again as text: "1100.04" times 1,000,000 is "1100040000.00".
std::optional<std::string> scaled(std::string_view number, std::int64_t scale) {
    if (scale == 1) return std::string(number);
    const std::size_t point = number.find('.');
    const auto digits =
        point == std::string_view::npos ? 0 : static_cast<std::int32_t>(number.size() - point - 1);
    const auto decimal = parse_decimal(number, digits);
    std::int64_t product = 0;
    if (!decimal || __builtin_mul_overflow(decimal->unscaled, scale, &product)) return std::nullopt;
    return to_string(Decimal{product, digits});
}

// Zeros at the end of a fraction say nothing: "1100040000.00" may stand in a field without
// decimals.
std::string without_trailing_zeros(std::string number) {
    if (number.find('.') == std::string::npos) return number;
    while (number.ends_with('0'))
        number.pop_back();
    if (number.ends_with('.')) number.pop_back();
    return number;
}

std::optional<std::string> number_of(const BoundColumn& column, std::string_view text) {
    const auto plain = plain_number(text, column.how.decimal_sign == ',' ? ',' : '.');
    if (!plain) return std::nullopt;
    const auto product = scaled(*plain, column.how.scale);
    if (!product) return std::nullopt;
    return without_trailing_zeros(*product);
}

Result<Value> parse_money_cell(const BoundColumn& column, std::string_view text,
                               const CellContext& context) {
    std::string currency = take_currency(text);
    if (currency.empty()) currency = column.how.currency;
    if (currency.empty()) currency = context.currency;
    const auto number = number_of(column, text);
    if (!number) return bad(column, "not_a_number");
    if (!currency_digits(currency))
        return bad(column, "unknown_currency", {{"currency", currency}});
    auto money = parse_money(*number, currency);
    if (!money) {
        const auto digits = std::to_string(currency_digits(currency).value_or(2));
        return bad(column, "too_many_digits", {{"scale", digits}});
    }
    return Value(std::move(*money));
}

Result<Value> parse_boolean_cell(const BoundColumn& column, std::string_view text) {
    constexpr std::array<std::string_view, 9> kYes = {"true", "1", "yes", "y",        "si",
                                                      "s",    "x", "t",   "verdadero"};
    constexpr std::array<std::string_view, 6> kNo = {"false", "0", "no", "n", "f", "falso"};
    const std::string word = fold(text);
    for (const std::string_view yes : kYes) {
        if (word == yes) return Value(true);
    }
    for (const std::string_view no : kNo) {
        if (word == no) return Value(false);
    }
    return bad(column, "not_yes_or_no");
}

Result<Value> parse_option_cell(const BoundColumn& column, std::string_view text) {
    const std::string word = fold(text);
    for (const schema::Option& option : column.field->options) {
        if (word == fold(option.value) || word == fold(option.label.es) ||
            word == fold(option.label.en)) {
            return Value(option.value);
        }
    }
    return bad(column, "unknown_option", {{"value", std::string(text)}});
}

bool is_year_day_month(std::string_view pattern) {
    const std::size_t year = pattern.find('y');
    const std::size_t day = pattern.find('d');
    return day != std::string_view::npos && year < day && day < pattern.find('M');
}

// Whether this may stand behind a date, which it does not change: " 9:30", "T09:30:00.000+02:00",
// " 10:15 PM", " 8"; hours are all that is asked for, because spreadsheets write them in many ways.
bool is_time(std::string_view text) {
    if (!text.starts_with('T') && !text.starts_with(' ')) return false;
    text = trim(text.substr(1));
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    return digits >= 1 && digits <= 2 && (digits == text.size() || text[digits] == ':');
}

Result<Value> parse_date_cell(const BoundColumn& column, std::string_view text) {
    std::optional<Date> date;
    // ISO 8601 has one reading only, unless the column is said to turn day and month round.
    if (!is_year_day_month(column.how.format)) date = parse_date(text.substr(0, 10));
    if (date && text.size() > 10 && !is_time(text.substr(10))) date.reset();
    if (!date && !column.how.format.empty()) {
        std::int32_t seconds = 0;
        auto day = parse_by_pattern(text, column.how.format, seconds);
        if (!day) day = parse_alike(text, column.how.format, seconds);
        if (day) date = make_date(day->year, day->month, day->day);
    }
    if (!date) {
        return wrong_moment(column, "not_a_date");
    }
    return Value(*date);
}

Result<Value> parse_instant_cell(const BoundColumn& column, std::string_view text,
                                 const CellContext& context) {
    if (const auto exact = parse_instant(text)) return Value(*exact);
    const std::string_view pattern =
        column.how.format.empty() ? std::string_view("yyyy-MM-dd HH:mm:ss") : column.how.format;
    std::int32_t seconds = 0;
    auto day = parse_by_pattern(text, pattern, seconds);
    if (!day && column.how.format.empty()) day = parse_by_pattern(text, "yyyy-MM-dd", seconds);
    if (!day && !column.how.format.empty()) day = parse_alike(text, pattern, seconds);
    const auto date = day ? make_date(day->year, day->month, day->day) : std::nullopt;
    if (!date) return wrong_moment(column, "not_an_instant");
    const auto instant = seconds == 0 ? context.zone.start_of_day(*date)  // also of a day alone
                                      : context.zone.instant({*date, seconds * 1000});
    if (!instant) return bad(column, "no_such_local_time", {{"zone", context.zone.name()}});
    if (*instant < kFirstInstant || *instant > kLastInstant)
        return wrong_moment(column, "not_an_instant");
    return Value(*instant);
}

Result<Value> parse_number_cell(const BoundColumn& column, std::string_view text) {
    const auto number = number_of(column, text);
    if (!number) return bad(column, "not_a_number");
    if (column.field->type == FieldType::integer) {
        const auto integer = whole(*number);
        if (!integer) return bad(column, "not_a_whole_number");
        return Value(*integer);
    }
    const auto decimal = parse_decimal(*number, column.field->scale);
    if (!decimal) {
        return bad(column, "too_many_digits", {{"scale", std::to_string(column.field->scale)}});
    }
    return Value(*decimal);
}

Result<Value> parse_text_cell(const BoundColumn& column, std::string_view text) {
    if (column.field->format == schema::Format::country) {
        std::string code = country_code(text);
        if (!code.empty()) return Value(std::move(code));
        if (text.size() == 2) return Value(std::string(text));  // perhaps newer than what we know
        Error unknown = bad(column, "not_a_country");
        unknown.fields[0].message = {"field.unknown_country", {{"value", std::string(text)}}};
        return unknown;
    }
    return Value(std::string(text));
}

// "0.125" is a fraction whatever the signs mean: no group of thousands begins with a zero.
bool begins_with_zero(std::string_view number) {
    return number.starts_with("0") || number.starts_with("-0");
}

}  // namespace

std::string_view after_alias(const ColumnMapping& how, std::string_view cell) {
    cell = trim(cell);
    if (how.aliases.empty()) return cell;
    const auto alias = how.aliases.find(fold(cell));
    return alias == how.aliases.end() ? cell : std::string_view(alias->second);
}

std::string take_currency(std::string_view& text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kSigns = {
        {{"€", "EUR"}, {"US$", "USD"}, {"$", ""}, {"£", "GBP"}}};
    for (const auto& [sign, code] : kSigns) {
        if (text.starts_with(sign)) {
            text = trim(text.substr(sign.size()));
            return std::string(code);
        }
        if (text.ends_with(sign)) {
            text = trim(text.substr(0, text.size() - sign.size()));
            return std::string(code);
        }
    }
    if (text.size() < 4) return {};
    for (const bool front : {true, false}) {
        std::string code = upper(front ? text.substr(0, 3) : text.substr(text.size() - 3));
        if (!currency_digits(code)) continue;
        text = trim(front ? text.substr(3) : text.substr(0, text.size() - 3));
        return code;
    }
    return {};
}

std::optional<std::string> plain_number(std::string_view text, char decimal_sign) {
    const char group_sign = decimal_sign == '.' ? ',' : '.';
    std::string number;
    std::size_t since_group = 0;  // digits since the last group sign
    bool grouped = false;
    bool fraction = false;
    for (const char c : text) {
        const bool sign = (c == '-' || c == '+') && number.empty();
        if (is_digit(c)) {
            ++since_group;
            number.push_back(c);
        } else if (sign) {
            if (c == '-') number.push_back(c);
        } else if (c == decimal_sign && !fraction && (!grouped || since_group == 3)) {
            fraction = true;
            number.push_back('.');
        } else if (c == group_sign && !fraction && since_group > 0 &&
                   (grouped ? since_group == 3 : since_group <= 3 && !begins_with_zero(number))) {
            grouped = true;
            since_group = 0;
        } else if (c != ' ' || number.empty()) {
            return std::nullopt;
        }
    }
    if (grouped && !fraction && since_group != 3) return std::nullopt;
    if (number.empty() || number == "-" || number.ends_with('.')) return std::nullopt;
    if (number.starts_with('.')) number.insert(0, "0");
    return number;
}

std::optional<CalendarDate> parse_by_pattern(std::string_view text, std::string_view pattern,
                                             std::int32_t& second_of_day) {
    CalendarDate date;
    std::int32_t hour = 0;
    std::int32_t minute = 0;
    std::int32_t second = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < pattern.size();) {
        const char letter = pattern[i];
        std::size_t width = 0;
        while (i + width < pattern.size() && pattern[i + width] == letter)
            ++width;
        std::int32_t* part = letter == 'y'   ? &date.year
                             : letter == 'M' ? &date.month
                             : letter == 'd' ? &date.day
                             : letter == 'H' ? &hour
                             : letter == 'm' ? &minute
                             : letter == 's' ? &second
                                             : nullptr;
        if (part == nullptr) {
            if (at >= text.size() || text[at] != letter) return std::nullopt;
            ++at;
            ++i;
            continue;
        }
        constexpr std::size_t kYearDigits = 4;
        if (letter == 'y' && width > kYearDigits) return std::nullopt;
        // A two-letter part also takes one digit (3/1/2017): people mix both in one column.
        const std::size_t digits_max = letter == 'y' ? width : 2;
        std::size_t digits = 0;
        std::int32_t number = 0;
        while (digits < digits_max && at < text.size() && is_digit(text[at])) {
            number = number * 10 + (text[at++] - '0');
            ++digits;
        }
        if (digits == 0 || (letter == 'y' && digits != digits_max)) return std::nullopt;
        if (letter == 'y' && width == 2) number += number < 70 ? 2000 : 1900;
        *part = number;
        i += width;
    }
    if (at != text.size() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    if (!make_date(date.year, date.month, date.day)) return std::nullopt;
    second_of_day = hour * 3600 + minute * 60 + second;
    return date;
}

Result<Value> parse_cell(const BoundColumn& column, std::string_view text,
                         const CellContext& context) {
    switch (column.field->type) {
        case FieldType::string:
        case FieldType::text: return parse_text_cell(column, text);
        case FieldType::integer:
        case FieldType::decimal: return parse_number_cell(column, text);
        case FieldType::money: return parse_money_cell(column, text, context);
        case FieldType::boolean: return parse_boolean_cell(column, text);
        case FieldType::date: return parse_date_cell(column, text);
        case FieldType::instant: return parse_instant_cell(column, text, context);
        case FieldType::option: return parse_option_cell(column, text);
        case FieldType::id:
        case FieldType::reference:
        case FieldType::link: {
            const auto id = parse_id(text);
            if (!id) return bad(column, "not_an_id");
            return Value(*id);
        }
        case FieldType::json: break;
    }
    return bad(column, "not_importable");
}

}  // namespace clientela::importer
