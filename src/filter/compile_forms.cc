// SPDX-License-Identifier: Apache-2.0
// Conditions in the form that an index answers: numbers compared as the integers that are stored,
// days and years as ranges of instants, beginnings of texts as ranges.

#include <array>
#include <limits>

#include "base/wide.h"
#include "base/zone.h"
#include "filter/compiler.h"

namespace clientela::filter {
namespace {

struct Scaled {
    Wide down;  // the number times ten to the scale, rounded down
    bool exact;
};

Scaled at_scale(const Decimal& number, int scale) {
    Wide value = number.unscaled;
    int digits = number.scale;
    for (; digits < scale; ++digits)
        value *= 10;
    bool exact = true;
    for (; digits > scale; --digits) {
        const Wide rest = value % 10;
        value = value / 10 - (rest < 0 ? 1 : 0);
        exact = exact && rest == 0;
    }
    return {value, exact};
}

std::string currencies_with(int digits) {
    std::string list;
    for (char a = 'A'; a <= 'Z'; ++a) {
        for (char b = 'A'; b <= 'Z'; ++b) {
            for (char c = 'A'; c <= 'Z'; ++c) {
                const std::string code{a, b, c};
                if (currency_digits(code) == digits)
                    list += (list.empty() ? "'" : ", '") + code + "'";
            }
        }
    }
    return list;
}

// Currencies whose minor unit is not a hundredth.
const std::string& unusual_currencies(int digits) {
    static const std::array<std::string, 5> lists{currencies_with(0), "", "", currencies_with(3),
                                                  currencies_with(4)};
    return lists[static_cast<std::size_t>(digits)];
}

// case CURRENCY when in (...) then ... end, with one part per number of digits.
Piece by_currency(const Piece& currency, const std::function<Piece(int digits)>& part) {
    Piece out = join("case", {});
    for (int digits : {0, 3, 4}) {
        const std::string& list = unusual_currencies(digits);
        if (list.empty()) continue;
        out = join("{} when {} in ({}) then {}", {out, currency, Piece{list, {}}, part(digits)});
    }
    return join("{} else {} end", {out, part(2)});
}

// The code point of a character of well-formed UTF-8, and back.
char32_t decoded(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) return lead;
    char32_t point = lead & (0x7FU >> character.size());
    for (const char byte : character.substr(1))
        point = point << 6 | (static_cast<unsigned char>(byte) & 0x3FU);
    return point;
}

std::string encoded(char32_t point) {
    if (point < 0x80) return {static_cast<char>(point)};
    const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;  // bytes behind the first
    std::string out{static_cast<char>((0xFF00U >> (more + 1) & 0xFFU) | point >> 6 * more)};
    for (int left = more - 1; left >= 0; --left)
        out += static_cast<char>(0x80U | (point >> 6 * left & 0x3FU));
    return out;
}

// The first text after all that begin with `prefix`, in the order of code points, which UTF-8
// keeps; empty: there is none.
std::string after_prefix(std::string_view prefix) {
    constexpr char32_t kLast = 0x10FFFF;
    std::string out(prefix);
    while (!out.empty()) {
        std::size_t start = out.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(out[start]) & 0xC0) == 0x80)
            --start;
        const char32_t point = decoded(std::string_view(out).substr(start));
        out.resize(start);
        if (point == kLast) continue;  // nothing is beyond: the character before it is raised
        const bool before_surrogates = point == 0xD7FF;
        return out + encoded(before_surrogates ? 0xE000 : point + 1);
    }
    return out;
}

Date date_or_end(std::int64_t year) { return *make_date(static_cast<std::int32_t>(year), 1, 1); }

}  // namespace

db::Bind threshold(const Decimal& number, int scale, Operator op) {
    const Scaled wide = at_scale(number, scale);
    if (op == Operator::eq && !wide.exact) return std::monostate{};
    const bool up = (op == Operator::ge || op == Operator::lt) && !wide.exact;
    const Wide value = wide.down + (up ? 1 : 0);
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
    if (value > kMost) return op == Operator::eq ? db::Bind{} : db::Bind{kMost};
    if (value < kLeast) return op == Operator::eq ? db::Bind{} : db::Bind{kLeast};
    return static_cast<std::int64_t>(value);
}

Piece Compiler::amount(const Piece& minor, const Piece& currency) const {
    const auto factor = [](int digits) {
        std::string text = "1";
        text.append(static_cast<std::size_t>(kMoneyScale - digits), '0');
        return Piece{text, {}};
    };
    return join("({} * {})", {cast(minor, "numeric"), by_currency(currency, factor)});
}

Result<Condition> Compiler::number_against(const Node& left, Operator op, const Decimal& number) {
    const schema::Field* field = left.kind == Kind::path ? left.bound.field : nullptr;
    if (field != nullptr && field->type == schema::FieldType::money) {
        const auto predicate = [&](const Piece& column, const std::string&) {
            const Piece limit = by_currency(Piece{column.text + "_currency", {}}, [&](int digits) {
                return cast(bound(threshold(number, digits, op)), "bigint");
            });
            return join(sign_of(op), {column, limit});
        };
        return Condition{on_column(left, op, predicate), false};
    }
    const bool year = left.kind == Kind::call && left.function == Function::year &&
                      left.children[0]->kind == Kind::path;
    if (year && op == Operator::eq && number.scale == 0 && number.unscaled > 0 &&
        number.unscaled < 9999) {
        return year_against(*left.children[0], number.unscaled);
    }
    const db::Bind limit = threshold(number, left.bound.scale, op);
    if (std::holds_alternative<std::monostate>(limit)) return Condition{Piece{"1 = 0", {}}, true};
    const auto predicate = [&](const Piece& column, const std::string&) {
        return join(sign_of(op), {column, bound(limit)});
    };
    if (field != nullptr) return Condition{on_column(left, op, predicate), false};
    return Condition{predicate(TRY(value(left)), {}), false};
}

Result<Condition> Compiler::in_range(const Node& over, const db::Bind& from,
                                     const db::Bind& before) {
    const auto predicate = [&](const Piece& column, const std::string&) {
        return join("({} >= {} and {} < {})", {column, bound(from), column, bound(before)});
    };
    return Condition{on_column(over, Operator::gt, predicate), false};
}

Result<Condition> Compiler::day_against(const Node& moment, Operator op, Date day) {
    const Zone zone = TRY(Zone::find(options_.zone));
    const Instant start = zone.start_of_day(day);
    const Instant end = zone.start_of_day(Date{day.days + 1});
    if (op == Operator::eq && moment.kind == Kind::path) return in_range(moment, start, end);
    const auto predicate = [&](const Piece& column, const std::string&) {
        switch (op) {
            case Operator::gt: return join("{} >= {}", {column, bound(end)});
            case Operator::ge: return join("{} >= {}", {column, bound(start)});
            case Operator::lt: return join("{} < {}", {column, bound(start)});
            case Operator::le: return join("{} < {}", {column, bound(end)});
            default:
                return once(column, [&](const Piece& once_only) {
                    return join("({} >= {} and {} < {})",
                                {once_only, bound(start), once_only, bound(end)});
                });
        }
    };
    if (moment.kind == Kind::path) return Condition{on_column(moment, op, predicate), false};
    return Condition{predicate(TRY(value(moment)), {}), false};
}

Result<Condition> Compiler::year_against(const Node& moment, std::int64_t year) {
    const Date first = date_or_end(year);
    const Date next = date_or_end(year + 1);
    const bool instants = moment.bound.type == Type::instant;
    if (!instants) return in_range(moment, first, next);
    const Zone zone = TRY(Zone::find(options_.zone));
    return in_range(moment, zone.start_of_day(first), zone.start_of_day(next));
}

Result<Condition> Compiler::starts_with(const Node& node) {
    const Node& over = *node.children[0];
    const Node& prefix = *node.children[1];
    if (over.kind != Kind::path || prefix.kind != Kind::literal) {
        const Piece text = TRY(value(over));
        const Piece start = TRY(value(prefix));
        return Condition{
            join(postgres_ ? "strpos({}, {}) = 1" : "instr({}, {}) = 1", {text, start}), false};
    }
    const std::string& begin = std::get<std::string>(prefix.bound.value);
    const std::string end = after_prefix(begin);
    if (!end.empty()) return in_range(over, begin, end);
    const auto predicate = [&](const Piece& column, const std::string&) {
        return join("{} >= {}", {column, bound(begin)});
    };
    return Condition{on_column(over, Operator::gt, predicate), false};
}

Result<Condition> Compiler::text_call(const Node& node) {
    if (node.function == Function::below) return below(node);
    if (node.function == Function::startswith) return starts_with(node);
    const Node& over = *node.children[0];
    const Piece part = TRY(value(*node.children[1]));
    const auto predicate = [&](const Piece& text, const std::string&) {
        if (node.function == Function::contains) {
            return join(postgres_ ? "strpos({}, {}) > 0" : "instr({}, {}) > 0", {text, part});
        }
        return once(text, [&](const Piece& whole) {
            return once(part, [&](const Piece& end) {
                if (postgres_) return join("right({}, length({})) = {}", {whole, end, end});
                return join("substr({}, length({}) - length({}) + 1) = {}",
                            {whole, whole, end, end});
            });
        });
    };
    if (over.kind == Kind::path) return Condition{on_column(over, Operator::gt, predicate), false};
    return Condition{predicate(TRY(value(over)), {}), false};
}

// Whether a link leads into the branch that below() names, as a predicate on its column.
Result<Compiler::OnColumn> Compiler::in_branch(const Node& node) {
    if (!options_.below) return internal_error("filter: CompileOptions::below is not set");
    const Id root = std::get<Id>(node.children[1]->bound.value);
    std::vector<Piece> ids;
    for (Id id : options_.below(*node.bound.object, root))
        ids.push_back(bound(id.value));
    if (ids.empty())
        return OnColumn([](const Piece&, const std::string&) -> Piece { return {"1 = 0", {}}; });
    return OnColumn([list = join(ids, ", ")](const Piece& column, const std::string&) {
        return join("{} in ({})", {column, list});
    });
}

Result<Condition> Compiler::below(const Node& node) {
    const Node& place = *node.children[0];
    const OnColumn predicate = TRY(in_branch(node));
    if (place.bound.many == nullptr)
        return Condition{on_column(place, Operator::eq, predicate), false};
    const std::string alias = next_alias();
    const Owned places = owned(place.bound, alias);
    const Piece rows = elements(place.bound, alias, places);
    return Condition{join("exists (select 1 from {} and {})",
                          {rows, predicate(Piece{places.element, {}}, alias)}),
                     true};
}

}  // namespace clientela::filter
