// SPDX-License-Identifier: Apache-2.0
// Recursive descent over OData 4.01 $filter. One Parser reads one text; $expand and $apply, which
// hold filters inside their parentheses, use it on a part of theirs.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filter/filter.h"
#include "filter/node.h"

namespace clientela::filter {

class Parser {
public:
    Parser(std::string_view text, SyntaxError* where) : text_(text), where_(where) {}

    Result<NodePtr> whole();                  // the text is one expression and nothing else
    Result<NodePtr> condition();              // one expression; stops where it ends
    Result<std::string> word();               // an identifier
    Result<std::vector<std::string>> path();  // identifiers between slashes
    void skip_space();
    bool at_end() const { return at_ >= text_.size(); }
    bool take(char c);  // after optional white space
    bool looking_at(char c) const { return at_ < text_.size() && text_[at_] == c; }
    std::size_t offset() const { return at_; }
    std::string_view rest() const { return text_.substr(at_); }
    void advance(std::size_t bytes) { at_ += bytes; }
    Error fail(std::size_t at, std::string key,
               std::vector<std::pair<std::string, std::string>> args = {});

private:
    Result<NodePtr> chain(Kind kind);
    Result<NodePtr> binary(int level);
    Result<NodePtr> unary();
    Result<NodePtr> membership();
    Result<NodePtr> primary();
    Result<NodePtr> parenthesised();
    Result<NodePtr> quoted();
    Result<NodePtr> scanned();
    Result<NodePtr> named();
    Result<NodePtr> call(std::size_t start, const std::string& name);
    Result<NodePtr> path_or_lambda(std::size_t start, std::string first);
    Result<NodePtr> lambda(NodePtr over, std::size_t start, bool all);
    Result<std::vector<NodePtr>> list();
    Result<NodePtr> finish(Node node);

    bool infix(std::string_view name);
    Operator infix_of(std::initializer_list<Operator> operators);

    std::string_view text_;
    SyntaxError* where_;
    std::size_t at_ = 0;
    int nesting_ = 0;
    int nodes_ = 0;
};

}  // namespace clientela::filter
