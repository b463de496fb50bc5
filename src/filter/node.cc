// SPDX-License-Identifier: Apache-2.0
// Names of operators and functions, comparison of trees, and the way back from a tree to its text.

#include "filter/node.h"

#include <array>

#include "base/hex.h"
#include "filter/filter.h"

namespace clientela::filter {
namespace {

constexpr std::array kFunctions{
    FunctionShape{Function::none, "", 0, 0},
    FunctionShape{Function::contains, "contains", 2, 2},
    FunctionShape{Function::startswith, "startswith", 2, 2},
    FunctionShape{Function::endswith, "endswith", 2, 2},
    FunctionShape{Function::length, "length", 1, 1},
    FunctionShape{Function::indexof, "indexof", 2, 2},
    FunctionShape{Function::substring, "substring", 2, 3},
    FunctionShape{Function::concat, "concat", 2, 2},
    FunctionShape{Function::tolower, "tolower", 1, 1},
    FunctionShape{Function::toupper, "toupper", 1, 1},
    FunctionShape{Function::trim, "trim", 1, 1},
    FunctionShape{Function::year, "year", 1, 1},
    FunctionShape{Function::month, "month", 1, 1},
    FunctionShape{Function::day, "day", 1, 1},
    FunctionShape{Function::hour, "hour", 1, 1},
    FunctionShape{Function::minute, "minute", 1, 1},
    FunctionShape{Function::second, "second", 1, 1},
    FunctionShape{Function::date, "date", 1, 1},
    FunctionShape{Function::now, "now", 0, 0},
    FunctionShape{Function::mindatetime, "mindatetime", 0, 0},
    FunctionShape{Function::maxdatetime, "maxdatetime", 0, 0},
    FunctionShape{Function::round, "round", 1, 1},
    FunctionShape{Function::floor, "floor", 1, 1},
    FunctionShape{Function::ceiling, "ceiling", 1, 1},
    FunctionShape{Function::fold, "clientela.fold", 1, 1},
    FunctionShape{Function::me, "clientela.me", 0, 0},
    FunctionShape{Function::today, "clientela.today", 0, 0},
    FunctionShape{Function::below, "clientela.below", 2, 2},
    FunctionShape{Function::time, "time", 1, 1},
    FunctionShape{Function::fractionalseconds, "fractionalseconds", 1, 1},
    FunctionShape{Function::totaloffsetminutes, "totaloffsetminutes", 1, 1},
    FunctionShape{Function::totalseconds, "totalseconds", 1, 1},
    FunctionShape{Function::choose, "case", 2, 2 * kNodesMax},
    FunctionShape{Function::matches_pattern, "matchespattern", 2, 2},
    FunctionShape{Function::has_subset, "hassubset", 2, 2},
    FunctionShape{Function::has_subsequence, "hassubsequence", 2, 2},
    FunctionShape{Function::cast, "cast", 1, 2},
    FunctionShape{Function::is_of, "isof", 1, 2},
    FunctionShape{Function::is_defined, "isdefined", 1, 1},
};

constexpr std::array<std::string_view, 13> kOperators{
    "", "eq", "ne", "gt", "ge", "lt", "le", "add", "sub", "mul", "div", "divby", "mod"};

// How tightly a node holds together: OData's table of precedence, tightest last.
int strength(const Node& node) {
    switch (node.kind) {
        case Kind::logic_or: return 1;
        case Kind::logic_and: return 2;
        case Kind::compare: return node.op == Operator::eq || node.op == Operator::ne ? 3 : 4;
        case Kind::arithmetic: return node.op == Operator::add || node.op == Operator::sub ? 5 : 6;
        case Kind::negate:
        case Kind::logic_not: return 7;
        case Kind::has:
        case Kind::in: return 8;
        case Kind::literal:
        case Kind::path:
        case Kind::call:
        case Kind::lambda:
        case Kind::array:
        case Kind::object:
        case Kind::type_name:
        case Kind::invoke:
        case Kind::filtered:
        case Kind::counted:
        case Kind::aggregated:
        case Kind::member: return 9;
    }
    return 0;
}

void print(const Node& node, std::string& out);

// The left operand of a chain may be as weak as its parent, the right one must be stronger.
void print_child(const Node& child, int least, std::string& out) {
    if (strength(child) >= least) return print(child, out);
    out += '(';
    print(child, out);
    out += ')';
}

void print_list(const Node& node, std::size_t first, std::string_view between, int least,
                std::string& out) {
    for (std::size_t i = first; i < node.children.size(); ++i) {
        if (i > first) out += between;
        print_child(*node.children[i], least, out);
    }
}

void print_literal(const Node& node, std::string& out) {
    const bool quoted = node.literal == LiteralKind::string ||
                        node.literal == LiteralKind::duration ||
                        node.literal == LiteralKind::binary;
    if (node.literal == LiteralKind::duration) out += "duration";
    if (node.literal == LiteralKind::binary) out += "binary";
    if (!quoted) {
        out += node.text;
        return;
    }
    out += '\'';
    for (char c : node.text) {
        out += c;
        if (c == '\'') out += c;
    }
    out += '\'';
}

void print_path(const Node& node, std::string& out) {
    for (std::size_t i = 0; i < node.segments.size(); ++i) {
        if (i > 0) out += '/';
        out += node.segments[i];
    }
}

void print_lambda(const Node& node, std::string& out) {
    print(*node.children[0], out);
    out += node.all ? "/all(" : "/any(";
    if (node.children.size() > 1) {
        out += node.variable + ':';
        print(*node.children[1], out);
    }
    out += ')';
}

void print_quoted(std::string_view text, std::string& out) {
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20) {
            out += "\\u00";
            append_hex(out, byte);
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

void print_object(const Node& node, std::string& out) {
    out += '{';
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) out += ',';
        print_quoted(node.segments[i], out);
        out += ':';
        print(*node.children[i], out);
    }
    out += '}';
}

// (1), (a=1,b=2) or ().
void print_arguments(const Node& node, std::string& out) {
    out += '(';
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        if (i > 1) out += ',';
        if (!node.segments[i - 1].empty()) out += node.segments[i - 1] + '=';
        print(*node.children[i], out);
    }
    out += ')';
}

void print_counted(const Node& node, std::string& out) {
    out += "/$count(";
    if (node.children.size() > 1) {
        out += "$filter=";
        print(*node.children[1], out);
    }
    if (!node.text.empty())
        out += (node.children.size() > 1 ? ";$search=" : "$search=") + node.text;
    out += ')';
}

// What may follow a path: its first child is what stands before it.
void print_step(const Node& node, std::string& out) {
    print(*node.children[0], out);
    switch (node.kind) {
        case Kind::invoke: return print_arguments(node, out);
        case Kind::filtered:
            out += "/$filter(";
            print(*node.children[1], out);
            out += ')';
            return;
        case Kind::counted: return print_counted(node, out);
        case Kind::aggregated: out += "/aggregate(" + node.text + ')'; return;
        default: out += '/'; return print_path(node, out);
    }
}

void print_call(const Node& node, std::string& out) {
    out += shape_of(node.function).name;
    out += '(';
    if (node.function != Function::choose) {
        print_list(node, 0, ",", 0, out);
    } else {
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            if (i > 0) out += i % 2 == 1 ? ":" : ",";
            print(*node.children[i], out);
        }
    }
    out += ')';
}

void print_membership(const Node& node, std::string& out) {
    print_child(*node.children[0], 9, out);
    out += " in ";
    // A lone right side that is no list: x in [1,2], x in @p, x in path.
    if (node.all) return print_child(*node.children[1], 9, out);
    out += '(';
    print_list(node, 1, ",", 0, out);
    out += ')';
}

void print(const Node& node, std::string& out) {
    switch (node.kind) {
        case Kind::literal: return print_literal(node, out);
        case Kind::type_name: out += node.text; return;
        case Kind::path: return print_path(node, out);
        case Kind::negate:
            out += '-';
            // "-5" would come back as a literal, "-INF" too.
            return print_child(*node.children[0], node.children[0]->kind == Kind::literal ? 10 : 8,
                               out);
        case Kind::logic_not: out += "not "; return print_child(*node.children[0], 7, out);
        case Kind::compare:
        case Kind::arithmetic:
            print_child(*node.children[0], strength(node), out);
            out += ' ';
            out += operator_name(node.op);
            out += ' ';
            return print_child(*node.children[1], strength(node) + 1, out);
        case Kind::has:
            print_child(*node.children[0], 9, out);
            out += " has ";
            return print(*node.children[1], out);
        case Kind::in: return print_membership(node, out);
        case Kind::logic_and: return print_list(node, 0, " and ", 3, out);
        case Kind::logic_or: return print_list(node, 0, " or ", 2, out);
        case Kind::call: return print_call(node, out);
        case Kind::lambda: return print_lambda(node, out);
        case Kind::array:
            out += '[';
            print_list(node, 0, ",", 0, out);
            out += ']';
            return;
        case Kind::object: return print_object(node, out);
        default: return print_step(node, out);
    }
}

}  // namespace

const FunctionShape& shape_of(Function function) {
    return kFunctions[static_cast<std::size_t>(function)];
}

const FunctionShape* find_function(std::string_view name) {
    for (std::size_t i = 1; i < kFunctions.size(); ++i) {
        if (kFunctions[i].name == name) return &kFunctions[i];
    }
    return nullptr;
}

bool is_geo(std::string_view name) {
    return name.starts_with("geo.") || name == "geography" || name == "geometry";
}

std::string_view operator_name(Operator op) { return kOperators[static_cast<std::size_t>(op)]; }

std::string to_text(const Node& node) {
    std::string out;
    print(node, out);
    return out;
}

std::string to_text(const Filter& filter) {
    return filter.root ? to_text(*filter.root) : std::string();
}

NodePtr joined_by_and(std::vector<NodePtr> terms) {
    std::erase(terms, nullptr);
    if (terms.empty()) return nullptr;
    if (terms.size() == 1) return std::move(terms.front());
    auto all = std::make_shared<Node>();
    all->kind = Kind::logic_and;
    all->bound.type = Type::boolean;
    all->children = std::move(terms);
    return all;
}

}  // namespace clientela::filter
