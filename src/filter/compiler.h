// SPDX-License-Identifier: Apache-2.0
// The work of compile(): conditions and values as pieces of SQL. A condition may be null where it
// is false; one that is `total` never is. Also used by $apply for its values and paths.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "filter/binder.h"
#include "filter/filter.h"
#include "filter/node.h"
#include "filter/pieces.h"

namespace clientela::filter {

struct Condition {
    Piece sql;
    bool total = false;
};

class Compiler {
public:
    explicit Compiler(const CompileOptions& options)
        : options_(options),
          postgres_(options.dialect == db::Dialect::postgres),
          aliases_{options.alias} {}

    Result<Condition> condition(const Node& node);
    Result<Piece> value(const Node& node);                          // numbers at their own scale
    Piece path_value(const Binding& path);                          // what stands in the column
    Piece minor_units(const Binding& path);                         // the stored integers of money
    Piece amount(const Piece& minor, const Piece& currency) const;  // at kMoneyScale
    Result<Piece> owners(const Node& condition, const Node* part, Elements elements);

private:
    using OnColumn = std::function<Piece(const Piece& column, const std::string& alias)>;

    // "table f1", the elements of a to-many step, and the columns that hold whose each is and its
    // id. Of a link table both are its own: planners know how often a value occurs there.
    struct Owned {
        Piece tables;
        std::string owner;
        std::string element;
    };

    // conditions, compile.cc
    Result<Condition> logic(const Node& node);
    Result<Condition> negated(const Node& node);
    Result<Condition> comparison(const Node& node);
    Result<Condition> against_null(const Node& node, Operator op);
    Result<Condition> against_constant(const Node& left, Operator op, const Node& right);
    Result<Condition> equality(const Node& left, Operator op, const Node& right);
    Result<Condition> membership(const Node& node);
    Result<Condition> strict(const Node& node);

    // special forms that indexes can answer, compile_forms.cc
    Result<Condition> number_against(const Node& left, Operator op, const Decimal& number);
    Result<Condition> day_against(const Node& moment, Operator op, Date day);
    Result<Condition> year_against(const Node& moment, std::int64_t year);
    Result<Condition> in_range(const Node& over, const db::Bind& from, const db::Bind& before);
    Result<Condition> text_call(const Node& node);
    Result<Condition> starts_with(const Node& node);
    Result<Condition> below(const Node& node);
    Result<OnColumn> in_branch(const Node& below);

    // paths and lambdas, compile_path.cc
    Result<Condition> lambda(const Node& node);
    Piece count(const Binding& path);
    Owned owned(const Binding& path, const std::string& alias);
    Piece elements(const Binding& path, const std::string& alias, const Owned& owned);
    Piece on_column(const Node& path, Operator op, const OnColumn& predicate);
    Piece source(const Binding& path, bool correlated, std::string& last_alias);
    Piece guard(const schema::Object& object, const std::string& alias,
                std::string_view via = {}) const;
    Piece guard_of_elements(const Binding& path, const std::string& alias) const;
    std::string next_alias();
    const std::string& alias_of(const Binding& path) const;

    // values, compile_value.cc
    Piece literal(const Node& node) const;
    Piece cast(const Piece& piece, std::string_view type) const;
    Piece scaled(const Piece& piece, int from, int to) const;
    Piece quotient(const Piece& over, const Piece& under) const;
    Piece remainder(const Piece& over, const Piece& under) const;
    Piece once(const Piece& piece, const std::function<Piece(const Piece&)>& use);
    Result<Piece> number(const Node& node);  // wide enough for arithmetic
    Result<Piece> arithmetic(const Node& node);
    Piece rounded(Function function, const Piece& piece, int scale);
    Result<Piece> call(const Node& node);
    Result<Piece> substring(const Node& node);
    Result<Piece> choice(const Node& node);
    Piece fraction(const Piece& moment) const;
    Piece time_of_day(const Piece& moment);
    Piece date_part(const Node& node, const Piece& moment) const;
    Piece moved(const Node& node, const Piece& moment) const;

    const CompileOptions& options_;
    bool postgres_;
    std::vector<std::string> aliases_;  // by level
    int made_ = 0;
};

// A constant of the tree as a value to bind: literals, now(), today(), me().
db::Bind constant(const Node& node, const CompileOptions& options);
bool is_constant(const Node& node);
bool is_null(const Node& node);
std::string_view sign_of(Operator op);  // "{} > {}"

// The whole number that a column of `scale` is compared with instead of `number`, so that the
// answer is exact: the next one down for gt and le, up for ge and lt; null for eq when there is
// none.
db::Bind threshold(const Decimal& number, int scale, Operator op);

}  // namespace clientela::filter
