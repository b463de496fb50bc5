// SPDX-License-Identifier: Apache-2.0
// Conditions. Comparisons with null are false except for eq and ne; NOT of anything unknown is
// true. Plain `column = ?` is kept wherever it stands positively, so that planners find the index.

#include <algorithm>

#include "filter/compiler.h"

namespace clientela::filter {
namespace {

Operator mirrored(Operator op) {
    switch (op) {
        case Operator::gt: return Operator::lt;
        case Operator::ge: return Operator::le;
        case Operator::lt: return Operator::gt;
        case Operator::le: return Operator::ge;
        default: return op;
    }
}

Condition opposite(const Condition& condition) {
    return {join(condition.total ? "not ({})" : "({}) is not true", {condition.sql}), true};
}

Condition always(bool yes) { return {Piece{yes ? "1 = 1" : "1 = 0", {}}, true}; }

}  // namespace

std::string_view sign_of(Operator op) {
    switch (op) {
        case Operator::gt: return "{} > {}";
        case Operator::ge: return "{} >= {}";
        case Operator::lt: return "{} < {}";
        case Operator::le: return "{} <= {}";
        default: return "{} = {}";
    }
}

bool is_null(const Node& node) {
    return node.kind == Kind::literal && node.literal == LiteralKind::null;
}

bool is_constant(const Node& node) {
    if (node.kind == Kind::literal) return true;
    return node.kind == Kind::call && node.children.empty();
}

db::Bind constant(const Node& node, const CompileOptions& options) {
    if (node.kind == Kind::call) {
        switch (node.function) {
            case Function::me: return options.me.value;
            case Function::today: return options.today;
            case Function::now: return options.now;
            case Function::mindatetime: return *parse_instant("0001-01-01T00:00:00Z");
            default: return *parse_instant("9999-12-31T23:59:59.999Z");
        }
    }
    return std::visit(
        [](const auto& value) -> db::Bind {
            using T = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<T, Decimal>)
                return value.unscaled;
            else if constexpr (std::is_same_v<T, Id>)
                return value.value;
            else if constexpr (std::is_same_v<T, Money>)
                return value.minor;
            else
                return value;
        },
        node.bound.value);
}

Result<Condition> Compiler::condition(const Node& node) {
    switch (node.kind) {
        case Kind::literal: return always(std::get<bool>(node.bound.value));
        case Kind::path:
            return Condition{on_column(node, Operator::none,
                                       [](const Piece& column, const std::string&) {
                                           return join("{} = true", {column});
                                       }),
                             false};
        case Kind::compare: return comparison(node);
        case Kind::in: return membership(node);
        case Kind::logic_not: return negated(node);
        case Kind::logic_and:
        case Kind::logic_or: return logic(node);
        case Kind::call:
            if (node.function != Function::choose) return text_call(node);
            return Condition{join("{} = true", {TRY(choice(node))}), false};
        case Kind::lambda: return lambda(node);
        default: break;
    }
    return internal_error("filter: not a condition");
}

Result<Condition> Compiler::logic(const Node& node) {
    std::vector<Piece> parts;
    bool total = true;
    for (const NodePtr& child : node.children) {
        Condition part = TRY(condition(*child));
        total = total && part.total;
        const bool chained = child->kind == Kind::logic_and || child->kind == Kind::logic_or;
        parts.push_back(chained ? join("({})", {part.sql}) : std::move(part.sql));
    }
    return Condition{join(parts, node.kind == Kind::logic_and ? " and " : " or "), total};
}

Result<Condition> Compiler::negated(const Node& node) {
    return opposite(TRY(condition(*node.children[0])));
}

// As a value that is never null.
Result<Condition> Compiler::strict(const Node& node) {
    Condition made = TRY(condition(node));
    return Condition{join(made.total ? "({})" : "(({}) is true)", {made.sql}), true};
}

Result<Condition> Compiler::comparison(const Node& node) {
    const Node& left = *node.children[0];
    const Node& right = *node.children[1];
    if (is_null(left)) return against_null(right, node.op);
    if (is_null(right)) return against_null(left, node.op);
    if (is_constant(right)) return against_constant(left, node.op, right);
    if (is_constant(left)) return against_constant(right, mirrored(node.op), left);
    if (node.op == Operator::eq || node.op == Operator::ne) return equality(left, node.op, right);
    Piece a = TRY(value(left));
    Piece b = TRY(value(right));
    if (left.bound.type == Type::number && left.bound.scale != right.bound.scale) {
        const int scale = std::max(left.bound.scale, right.bound.scale);
        a = scaled(a, left.bound.scale, scale);
        b = scaled(b, right.bound.scale, scale);
    }
    return Condition{join(sign_of(node.op), {a, b}), false};
}

Result<Condition> Compiler::against_null(const Node& node, Operator op) {
    if (op != Operator::eq && op != Operator::ne) return always(false);
    if (is_constant(node)) return always(is_null(node) == (op == Operator::eq));
    const Piece piece = TRY(value(node));
    return Condition{join(op == Operator::eq ? "{} is null" : "{} is not null", {piece}), true};
}

Result<Condition> Compiler::against_constant(const Node& left, Operator op, const Node& right) {
    if (op == Operator::ne) return opposite(TRY(against_constant(left, Operator::eq, right)));
    if (right.bound.type == Type::number) {
        return number_against(left, op, std::get<Decimal>(right.bound.value));
    }
    const bool of_day = left.kind == Kind::call && left.function == Function::date;
    if (of_day && left.children[0]->bound.type == Type::instant) {
        const db::Bind day = constant(right, options_);
        return day_against(*left.children[0], op, std::get<Date>(day));
    }
    const auto predicate = [&](const Piece& column, const std::string&) {
        return join(sign_of(op), {column, bound(constant(right, options_))});
    };
    if (left.kind == Kind::path) {
        return Condition{on_column(left, op, predicate), false};
    }
    return Condition{predicate(TRY(value(left)), {}), false};
}

// Both sides computed: two nulls are equal.
Result<Condition> Compiler::equality(const Node& left, Operator op, const Node& right) {
    Piece a = TRY(value(left));
    Piece b = TRY(value(right));
    if (left.bound.type == Type::number) {
        const int scale = std::max(left.bound.scale, right.bound.scale);
        a = scaled(a, left.bound.scale, scale);
        b = scaled(b, right.bound.scale, scale);
    }
    const bool same = op == Operator::eq;
    if (postgres_) {
        return Condition{
            join(same ? "{} is not distinct from {}" : "{} is distinct from {}", {a, b}), true};
    }
    return Condition{join(same ? "{} is {}" : "{} is not {}", {a, b}), true};
}

Result<Condition> Compiler::membership(const Node& node) {
    const Node& subject = *node.children[0];
    const bool numbers = subject.bound.type == Type::number;
    std::vector<Piece> items;
    std::vector<Piece> either;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const Node& item = *node.children[i];
        if (is_null(item) || numbers) {
            Condition one = is_null(item) ? TRY(against_null(subject, Operator::eq))
                                          : TRY(against_constant(subject, Operator::eq, item));
            either.push_back(std::move(one.sql));
        } else {
            items.push_back(bound(constant(item, options_)));
        }
    }
    if (!items.empty()) {
        const auto predicate = [&](const Piece& column, const std::string&) {
            return join("{} in ({})", {column, join(items, ", ")});
        };
        either.push_back(subject.kind == Kind::path ? on_column(subject, Operator::eq, predicate)
                                                    : predicate(TRY(value(subject)), {}));
    }
    if (either.empty()) return always(false);
    if (either.size() == 1) return Condition{either[0], false};
    return Condition{join("({})", {join(either, " or ")}), false};
}

Result<db::Sql> compile(const Filter& filter, const CompileOptions& options) {
    if (filter.empty()) return db::Sql{"1 = 1", {}};
    Compiler compiler(options);
    Condition made = TRY(compiler.condition(*filter.root));
    if (options.never_null && !made.total) return join("(({}) is true)", {made.sql});
    return filter.root->kind == Kind::logic_or ? join("({})", {made.sql}) : std::move(made.sql);
}

Result<db::Sql> owners_of(const Filter& condition, const Filter& part, Elements elements,
                          const CompileOptions& options) {
    return Compiler(options).owners(*condition.root, part.root.get(), elements);
}

}  // namespace clientela::filter
