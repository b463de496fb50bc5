// SPDX-License-Identifier: Apache-2.0
// Values. Numbers are scaled integers throughout: 64 bits on SQLite, numeric on PostgreSQL, so that
// both give the same digits. A quotient is cut towards zero, and dividing by nothing gives null.

#include <algorithm>

#include "filter/compiler.h"

namespace clientela::filter {
namespace {

std::string ten_to(int exponent) {
    std::string text = "1";
    text.append(static_cast<std::size_t>(exponent), '0');
    return text;
}

std::string_view column_type(Type type) {
    switch (type) {
        case Type::boolean: return "boolean";
        case Type::text: return "text";
        case Type::date: return "date";
        case Type::instant: return "timestamptz";
        default: return "bigint";
    }
}

std::string_view part_name(Function function) {
    switch (function) {
        case Function::year: return "year";
        case Function::month: return "month";
        case Function::day: return "day";
        case Function::hour: return "hour";
        case Function::minute: return "minute";
        default: return "second";
    }
}

}  // namespace

// PostgreSQL cannot tell the type of a lone placeholder.
Piece Compiler::cast(const Piece& piece, std::string_view type) const {
    if (!postgres_) return piece;
    return join("cast({} as {})", {piece, Piece{std::string(type), {}}});
}

Piece Compiler::literal(const Node& node) const {
    return cast(bound(constant(node, options_)), column_type(node.bound.type));
}

Piece Compiler::scaled(const Piece& piece, int from, int to) const {
    if (from == to) return piece;
    return join("({} * {})", {cast(piece, "numeric"), Piece{ten_to(to - from), {}}});
}

Piece Compiler::quotient(const Piece& over, const Piece& under) const {
    return join(postgres_ ? "div({}, {})" : "({} / {})", {over, under});
}

Piece Compiler::remainder(const Piece& over, const Piece& under) const {
    return join(postgres_ ? "mod({}, {})" : "({} % {})", {over, under});
}

// A piece that is used several times is computed once.
Piece Compiler::once(const Piece& piece, const std::function<Piece(const Piece&)>& use) {
    if (is_simple(piece)) return use(piece);
    const std::string alias = next_alias();
    const Piece value{alias + ".v", {}};
    return join("(select {} from (select {} as v) {})", {use(value), piece, Piece{alias, {}}});
}

Result<Piece> Compiler::value(const Node& node) {
    switch (node.kind) {
        case Kind::literal: return literal(node);
        case Kind::path:
            return node.bound.field == nullptr ? count(node.bound) : path_value(node.bound);
        case Kind::negate: return join("(- {})", {TRY(number(*node.children[0]))});
        case Kind::arithmetic: return arithmetic(node);
        case Kind::call:
            if (node.function == Function::choose) return choice(node);
            if (node.bound.type != Type::boolean) return call(node);
            return TRY(strict(node)).sql;
        default: return TRY(strict(node)).sql;
    }
}

Result<Piece> Compiler::number(const Node& node) { return cast(TRY(value(node)), "numeric"); }

Result<Piece> Compiler::arithmetic(const Node& node) {
    const Node& left = *node.children[0];
    const Node& right = *node.children[1];
    if (right.bound.type == Type::duration) return moved(node, TRY(value(left)));
    const Piece a = TRY(number(left));
    const Piece b = TRY(number(right));
    const int from = left.bound.scale;
    const int other = right.bound.scale;
    const int scale = node.bound.scale;
    switch (node.op) {
        case Operator::mul: return join("({} * {})", {a, b});
        case Operator::div:
        case Operator::divby:
            return quotient(scaled(a, from, scale + other), join("nullif({}, 0)", {b}));
        case Operator::mod:
            return remainder(scaled(a, from, scale),
                             join("nullif({}, 0)", {scaled(b, other, scale)}));
        default: break;
    }
    return join(node.op == Operator::add ? "({} + {})" : "({} - {})",
                {scaled(a, from, scale), scaled(b, other, scale)});
}

// Half away from zero; floor and ceiling to the whole number below and above.
Piece Compiler::rounded(Function function, const Piece& piece, int scale) {
    if (scale == 0) return piece;
    const Piece unit{ten_to(scale), {}};
    const Piece half{"5" + ten_to(scale - 1).substr(1), {}};
    return once(piece, [&](const Piece& v) {
        if (function == Function::round) {
            return quotient(
                join("({} + case when {} < 0 then -{} else {} end)", {v, v, half, half}), unit);
        }
        // What stands between the value and the next whole number below it.
        const Piece rest = remainder(join("({} + {})", {remainder(v, unit), unit}), unit);
        if (function == Function::floor) return quotient(join("({} - {})", {v, rest}), unit);
        const Piece above = remainder(join("({} - {})", {unit, rest}), unit);
        return quotient(join("({} + {})", {v, above}), unit);
    });
}

Piece Compiler::date_part(const Node& node, const Piece& moment) const {
    const Piece name{std::string(part_name(node.function)), {}};
    if (node.children[0]->bound.type == Type::instant) {
        return join("clientela_local_part({}, {}, '{}')",
                    {moment, cast(bound(options_.zone), "text"), name});
    }
    if (postgres_) return join("cast(extract({} from {}) as bigint)", {name, moment});
    const char* format = node.function == Function::year    ? "%Y"
                         : node.function == Function::month ? "%m"
                                                            : "%d";
    return join("cast(strftime('{}', {}) as integer)", {Piece{format, {}}, moment});
}

Piece Compiler::moved(const Node& node, const Piece& moment) const {
    std::int64_t ms = std::get<std::int64_t>(node.children[1]->bound.value);
    if (node.op == Operator::sub) ms = -ms;
    if (node.bound.type == Type::instant) {
        if (!postgres_) return join("({} + {})", {moment, bound(ms)});
        return join("({} + cast({} as bigint) * interval '1 millisecond')", {moment, bound(ms)});
    }
    const std::int64_t days = ms / 86'400'000;
    if (postgres_) return join("({} + cast({} as integer))", {moment, bound(days)});
    return join("date({}, {})",
                {moment, bound((days < 0 ? "" : "+") + std::to_string(days) + " days")});
}

Result<Piece> Compiler::substring(const Node& node) {
    std::vector<Piece> parts{TRY(value(*node.children[0]))};
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const Node& child = *node.children[i];
        if (child.kind == Kind::literal) {
            // Before the beginning counts as the beginning.
            const std::int64_t at = std::get<Decimal>(child.bound.value).unscaled;
            parts.push_back(cast(bound(std::clamp<std::int64_t>(at, 0, 1'000'000'000)), "integer"));
            continue;
        }
        parts.push_back(once(cast(TRY(value(child)), "integer"), [](const Piece& v) {
            return join("case when {} < 0 then 0 else {} end", {v, v});
        }));
    }
    if (parts.size() == 2) return join("substr({}, {} + 1)", {parts[0], parts[1]});
    return join("substr({}, {} + 1, {})", {parts[0], parts[1], parts[2]});
}

// Milliseconds of the second.
Piece Compiler::fraction(const Piece& moment) const {
    if (postgres_)
        return join("mod(cast(extract(milliseconds from {}) as bigint), 1000)", {moment});
    return join("(({} % 1000 + 1000) % 1000)", {moment});
}

// Milliseconds since midnight in the company's zone.
Piece Compiler::time_of_day(const Piece& moment) {
    return once(moment, [&](const Piece& once_only) {
        const auto part = [&](const char* name) {
            return join("clientela_local_part({}, {}, '{}')",
                        {once_only, cast(bound(options_.zone), "text"), Piece{name, {}}});
        };
        return join("((({} * 60 + {}) * 60 + {}) * 1000 + {})",
                    {part("hour"), part("minute"), part("second"), fraction(once_only)});
    });
}

// case(condition:value,...)
Result<Piece> Compiler::choice(const Node& node) {
    Piece made{"case", {}};
    for (std::size_t i = 0; i < node.children.size(); i += 2) {
        const Node& chosen = *node.children[i + 1];
        Piece value{"null", {}};
        if (chosen.bound.type == Type::number) {
            value = scaled(TRY(number(chosen)), chosen.bound.scale, node.bound.scale);
        } else if (chosen.bound.type != Type::null) {
            value = TRY(this->value(chosen));
        }
        const Condition test = TRY(condition(*node.children[i]));
        made = join("{} when {} then {}", {made, test.sql, value});
    }
    return join("({} end)", {made});
}

Result<Piece> Compiler::call(const Node& node) {
    if (is_constant(node)) return literal(node);
    if (node.function == Function::substring) return substring(node);
    const Node& over = *node.children[0];
    const Piece a = TRY(value(over));
    switch (node.function) {
        case Function::length: return join("length({})", {a});
        case Function::tolower: return join("clientela_lower({})", {a});
        case Function::toupper: return join("clientela_upper({})", {a});
        case Function::fold: return join("clientela_fold({})", {a});
        case Function::trim:
            return join(postgres_ ? "btrim({}, E' \\t\\n\\v\\f\\r')"
                                  : "trim({}, char(32, 9, 10, 11, 12, 13))",
                        {a});
        case Function::indexof: {
            const Piece part = TRY(value(*node.children[1]));
            return join(postgres_ ? "(strpos({}, {}) - 1)" : "(instr({}, {}) - 1)", {a, part});
        }
        case Function::concat: {
            const Piece rest = TRY(value(*node.children[1]));
            return join("({} || {})", {a, rest});
        }
        case Function::date:
            if (over.bound.type == Type::date) return a;
            return join("clientela_local_date({}, {})", {a, cast(bound(options_.zone), "text")});
        case Function::time: return time_of_day(a);
        case Function::fractionalseconds: return fraction(a);
        case Function::totaloffsetminutes:
            return join("case when {} is null then null else 0 end", {a});
        case Function::round:
        case Function::floor:
        case Function::ceiling: return rounded(node.function, cast(a, "numeric"), over.bound.scale);
        default: return date_part(node, a);
    }
}

}  // namespace clientela::filter
