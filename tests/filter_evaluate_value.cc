// SPDX-License-Identifier: Apache-2.0
// Values: literals, arithmetic and functions. Any null inside gives null.

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "tests/filter_evaluator.h"

namespace clientela::filter {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Byte where the character number `index` begins; the end when there are fewer.
std::size_t byte_of(std::string_view text, Wide index) {
    std::size_t at = 0;
    while (at < text.size() && index > 0) {
        ++at;
        while (at < text.size() && is_continuation(text[at]))
            ++at;
        --index;
    }
    return at;
}

Wide rounded(Function function, Wide number, int scale) {
    const Wide unit = power_of_ten(scale);
    if (scale == 0) return number;
    if (function == Function::round) {
        return (number + (number < 0 ? -unit / 2 : unit / 2)) / unit;
    }
    const Wide rest = (number % unit + unit) % unit;
    if (function == Function::floor) return (number - rest) / unit;
    return (number + (unit - rest) % unit) / unit;
}

Scalar moved(const Node& node, const Scalar& moment) {
    std::int64_t ms = std::get<std::int64_t>(node.children[1]->bound.value);
    if (node.op == Operator::sub) ms = -ms;
    if (const auto* instant = std::get_if<Instant>(&moment)) return Instant{instant->ms + ms};
    if (const auto* date = std::get_if<Date>(&moment)) {
        return Date{date->days + static_cast<std::int32_t>(ms / 86'400'000)};
    }
    return {};
}

}  // namespace

Wide power_of_ten(int exponent) {
    Wide power = 1;
    for (; exponent > 0; --exponent)
        power *= 10;
    return power;
}

Scalar scalar_of(const Value& value) {
    return std::visit(
        [](const auto& held) -> Scalar {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, Decimal>)
                return Wide{held.unscaled};
            else if constexpr (std::is_same_v<T, std::int64_t>)
                return Wide{held};
            else if constexpr (std::is_same_v<T, Money>)
                return Wide{held.minor};
            else
                return held;
        },
        value);
}

Scalar Evaluator::value(const Node& node) {
    switch (node.kind) {
        case Kind::literal: return literal(node);
        case Kind::path: return path(node.bound);
        case Kind::negate: {
            const Scalar inner = value(*node.children[0]);
            const auto* number = std::get_if<Wide>(&inner);
            return number == nullptr ? Scalar{} : Scalar{-*number};
        }
        case Kind::arithmetic: return arithmetic(node);
        case Kind::call:
            if (node.function == Function::choose) return choice(node);
            if (node.bound.type != Type::boolean) return call(node);
            return condition(node);
        default: return condition(node);
    }
}

Scalar Evaluator::number(const Node& node, int scale) {
    Scalar made = value(node);
    if (auto* number = std::get_if<Wide>(&made)) *number *= power_of_ten(scale - node.bound.scale);
    return made;
}

Scalar Evaluator::literal(const Node& node) const { return scalar_of(node.bound.value); }

Scalar Evaluator::arithmetic(const Node& node) {
    const Node& left = *node.children[0];
    const Node& right = *node.children[1];
    const int scale = node.bound.scale;
    if (right.bound.type == Type::duration) return moved(node, value(left));
    const bool quotient = node.op == Operator::div || node.op == Operator::divby;
    const bool as_is = quotient || node.op == Operator::mul;
    const Scalar first = quotient ? number(left, scale + right.bound.scale)
                         : as_is  ? value(left)
                                  : number(left, scale);
    const Scalar second = as_is ? value(right) : number(right, scale);
    const auto* a = std::get_if<Wide>(&first);
    const auto* b = std::get_if<Wide>(&second);
    if (a == nullptr || b == nullptr) return {};
    switch (node.op) {
        case Operator::add: return *a + *b;
        case Operator::sub: return *a - *b;
        case Operator::mul: return *a * *b;
        case Operator::mod: return *b == 0 ? Scalar{} : Scalar{*a % *b};
        default: return *b == 0 ? Scalar{} : Scalar{*a / *b};
    }
}

LocalTime Evaluator::local(Instant instant) const {
    if (options_.zone != nullptr) return options_.zone->local(instant);
    const std::int64_t days = (instant.ms - ((instant.ms % kDayMs) + kDayMs) % kDayMs) / kDayMs;
    return {Date{static_cast<std::int32_t>(days)},
            static_cast<std::int32_t>(instant.ms - days * kDayMs)};
}

Scalar Evaluator::part(Function function, const Scalar& moment) const {
    const auto* instant = std::get_if<Instant>(&moment);
    const auto* day = std::get_if<Date>(&moment);
    if (instant == nullptr && day == nullptr) return {};
    const LocalTime time = instant != nullptr ? local(*instant) : LocalTime{*day, 0};
    const CalendarDate date = calendar(time.date);
    switch (function) {
        case Function::date: return time.date;
        case Function::time: return Wide{time.ms_of_day};
        case Function::fractionalseconds: return Wide{time.ms_of_day % 1'000};
        case Function::totaloffsetminutes: return Wide{0};  // what we show is in UTC
        case Function::year: return Wide{date.year};
        case Function::month: return Wide{date.month};
        case Function::day: return Wide{date.day};
        case Function::hour: return Wide{time.ms_of_day / 3'600'000};
        case Function::minute: return Wide{time.ms_of_day / 60'000 % 60};
        default: return Wide{time.ms_of_day / 1'000 % 60};
    }
}

Scalar Evaluator::text_call(const Node& node, const std::string& text) {
    std::vector<Scalar> more;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        more.push_back(value(*node.children[i]));
        if (more.back().index() == 0) return {};
    }
    switch (node.function) {
        case Function::length: return static_cast<Wide>(length_in_characters(text));
        case Function::tolower: return lower(text);
        case Function::toupper: return upper(text);
        case Function::fold: return fold(text);
        case Function::trim: return std::string(trim(text));
        case Function::concat: return text + std::get<std::string>(more[0]);
        case Function::indexof: {
            const std::size_t at = text.find(std::get<std::string>(more[0]));
            if (at == std::string::npos) return Wide{-1};
            return static_cast<Wide>(length_in_characters(std::string_view(text).substr(0, at)));
        }
        default: break;
    }
    const std::string_view rest =
        std::string_view(text).substr(byte_of(text, std::get<Wide>(more[0])));
    if (more.size() == 1) return std::string(rest);
    return std::string(rest.substr(0, byte_of(rest, std::get<Wide>(more[1]))));
}

Scalar Evaluator::choice(const Node& node) {
    for (std::size_t i = 0; i < node.children.size(); i += 2) {
        if (!condition(*node.children[i])) continue;
        const Node& chosen = *node.children[i + 1];
        return chosen.bound.type == Type::number ? number(chosen, node.bound.scale) : value(chosen);
    }
    return {};
}

Scalar Evaluator::call(const Node& node) {
    switch (node.function) {
        case Function::me: return options_.me;
        case Function::today: return options_.today;
        case Function::now: return options_.now;
        case Function::mindatetime: return *parse_instant("0001-01-01T00:00:00Z");
        case Function::maxdatetime: return *parse_instant("9999-12-31T23:59:59.999Z");
        default: break;
    }
    const Node& over = *node.children[0];
    const Scalar argument = value(over);
    if (const auto* text = std::get_if<std::string>(&argument)) return text_call(node, *text);
    if (const auto* number = std::get_if<Wide>(&argument)) {
        return rounded(node.function, *number, over.bound.scale);
    }
    return part(node.function, argument);
}

bool Evaluator::text_test(const Node& node) {
    const Scalar first = value(*node.children[0]);
    const Scalar second = value(*node.children[1]);
    const auto* text = std::get_if<std::string>(&first);
    const auto* part = std::get_if<std::string>(&second);
    if (text == nullptr || part == nullptr) return false;
    switch (node.function) {
        case Function::contains: return text->find(*part) != std::string::npos;
        case Function::startswith: return text->starts_with(*part);
        default: return text->ends_with(*part);
    }
}

}  // namespace clientela::filter
