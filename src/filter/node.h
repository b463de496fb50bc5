// SPDX-License-Identifier: Apache-2.0
// The filter tree as plain data. parse() fills what stands in the text; bind() copies the tree and
// fills `bound`: what the names mean in the schema, the type of every expression, and literals in
// the form of the field they are compared with. Compiler and evaluator read bound trees only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "schema/schema.h"

namespace clientela::filter {

inline constexpr int kDepthMax = 50;
inline constexpr int kNodesMax = 500;
inline constexpr std::size_t kTextMax = 8192;  // bytes

enum class Kind {
    literal,
    path,        // account/name, amount/currency, lines/$count
    negate,      // -x
    arithmetic,  // x add y
    compare,     // x gt y
    in,          // x in (a,b): children are x, a, b
    logic_not,
    logic_and,  // two or more children
    logic_or,
    call,
    lambda,  // path/any(v:condition): children are the path and, unless empty, the condition
    // What follows is read and printed, as the grammar has it, and refused when it is bound.
    has,         // style has Sales.Pattern'Yellow'
    array,       // [1,"two"]
    object,      // {"name":"value"}: segments are the names
    type_name,   // the type in cast() and isof()
    invoke,      // path(key) or Name.Space.function(a=1): children are what stands before the
                 // parentheses and the arguments, segments the names of these (empty: a lone key)
    filtered,    // path/$filter(condition)
    counted,     // path/$count($filter=condition;$search=words): the condition may be absent
    aggregated,  // path/aggregate(amount with sum): the aggregation stands in `text`
    member,      // what follows one of the four above: child/segments
};

enum class Operator { none, eq, ne, gt, ge, lt, le, add, sub, mul, div, divby, mod };

enum class Function {
    none,
    contains,
    startswith,
    endswith,
    length,
    indexof,
    substring,
    concat,
    tolower,
    toupper,
    trim,
    year,
    month,
    day,
    hour,
    minute,
    second,
    date,
    now,
    mindatetime,
    maxdatetime,
    round,
    floor,
    ceiling,
    fold,
    me,
    today,
    below,
    time,
    fractionalseconds,
    totaloffsetminutes,
    totalseconds,
    choose,  // case(condition:value,...): children in pairs
    matches_pattern,
    has_subset,
    has_subsequence,
    cast,
    is_of,
    is_defined,
};

enum class LiteralKind {
    null,
    boolean,
    integer,
    decimal,
    string,
    date,
    instant,
    time,
    duration,
    guid,
    binary,
    enumeration,  // Sales.Pattern'Yellow': `text` is the whole literal
    special       // INF, -INF, NaN
};

// What an expression gives. Numbers are scaled integers whose scale is known from the tree alone.
enum class Type { none, null, boolean, number, text, date, time, instant, duration, id };

enum class Part { whole, amount, currency };

struct Binding {
    Type type = Type::none;
    int scale = 0;  // numbers: digits after the point of the scaled integer

    Value value;  // literal in the form it is compared in; numbers are Decimal, durations ms

    // Paths start at the object of the filter (level 0) or at the variable of a surrounding lambda.
    int level = 0;
    std::vector<const schema::Field*> links;  // to-one steps
    const schema::Field* field = nullptr;     // what stands at the end
    Part part = Part::whole;
    const schema::Relation* relation = nullptr;  // or a to-many step, counted or under a lambda
    const schema::ManyLink* many = nullptr;
    const schema::Object* object =
        nullptr;  // of the elements of that step; of the tree for below()
};

struct Node;
using NodePtr = std::shared_ptr<const Node>;

struct Node {
    Kind kind = Kind::literal;
    std::size_t offset = 0;  // byte in the text
    int depth = 1;

    LiteralKind literal = LiteralKind::null;
    std::string text;                   // literal: its value without quotes; as written otherwise
    std::vector<std::string> segments;  // path
    Operator op = Operator::none;
    Function function = Function::none;
    bool all = false;      // lambda: all instead of any
    std::string variable;  // lambda
    std::vector<NodePtr> children;

    Binding bound;
};

struct FunctionShape {
    Function function;
    std::string_view name;
    int least;
    int most;
};

const FunctionShape& shape_of(Function function);
const FunctionShape* find_function(std::string_view name);  // lower case
std::string_view operator_name(Operator op);

// Of functions that belong to the language but not to us: geo.distance ...
bool is_geo(std::string_view name);

std::string to_text(const Node& node);

// Bound conditions joined by "and"; null ones ask for nothing, and null when all of them do.
NodePtr joined_by_and(std::vector<NodePtr> terms);

}  // namespace clientela::filter
