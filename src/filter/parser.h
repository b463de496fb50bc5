// SPDX-License-Identifier: Apache-2.0
// Recursive descent over the expressions of OData 4.01, as the ABNF of the standard has them. One
// Parser reads one text; the other query options, which hold expressions inside their parentheses,
// are read by the same Parser (syntax.h).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filter/filter.h"
#include "filter/node.h"

namespace clientela::filter {

class Parser {
public:
    explicit Parser(std::string_view text, SyntaxError* where = nullptr,
                    std::string option = "$filter")
        : text_(text), where_(where), option_(std::move(option)) {}

    // Limits of length and encoding; call it before anything else.
    Result<void> begin();
    Result<NodePtr> whole();        // the text is one expression and nothing else
    Result<NodePtr> condition();    // one expression; stops where it ends
    Result<NodePtr> value();        // an expression, or a text in double quotes
    Result<std::string> word();     // an identifier
    Result<std::string> name();     // identifiers between dots
    Result<NodePtr> type();         // name, or Collection(name)
    Result<NodePtr> plain_path();   // names between slashes, without parentheses
    Result<std::string> literal();  // a text in single quotes
    Result<void> expect(char c);    // after optional white space
    Result<void> expect_end();
    Result<void> deeper();  // counts a level of nesting; pair it with shallower()
    void shallower() { --nesting_; }
    void skip_space();
    bool at_end() const { return at_ >= text_.size(); }
    bool take(char c);  // after optional white space
    bool looking_at(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool looking_at(std::string_view words) const { return rest().starts_with(words); }
    bool keyword(std::string_view name);  // " NAME " with white space on both sides
    bool count_item() { return ++nodes_ <= kNodesMax; }
    std::size_t offset() const { return at_; }
    std::string_view rest() const { return text_.substr(at_); }
    std::string_view between(std::size_t from, std::size_t to) const {
        return text_.substr(from, to - from);
    }
    void advance(std::size_t bytes) { at_ += bytes; }
    Error fail(std::size_t at, std::string key,
               std::vector<std::pair<std::string, std::string>> args = {});
    Error too_many();

private:
    // operators, parse.cc
    Result<NodePtr> chain(Kind kind);
    Result<NodePtr> binary(int level);
    Result<NodePtr> unary();
    Result<NodePtr> membership();
    Result<NodePtr> in_list(NodePtr subject, std::size_t start);
    std::string next_operator() const;
    Result<void> take_operator(std::string_view name);
    Result<NodePtr> finish(Node node);

    // values, parse_value.cc
    Result<NodePtr> primary();
    Result<NodePtr> parenthesised();
    Result<NodePtr> quoted();
    Result<NodePtr> scanned();
    Result<NodePtr> prefixed(std::size_t start, const std::string& prefix);
    Result<NodePtr> json_array();
    Result<NodePtr> json_object();
    Result<std::string> json_text();
    Result<NodePtr> named();

    // calls, parse_call.cc
    Result<NodePtr> call(std::size_t start, const FunctionShape& shape);
    Result<NodePtr> typed_call(std::size_t start, const FunctionShape& shape);
    Result<NodePtr> choice(std::size_t start);
    Result<NodePtr> arguments(const NodePtr& base, std::size_t start);
    Result<void> argument(Node& made);

    // paths, parse_path.cc
    Result<NodePtr> annotation();
    Result<NodePtr> path_from(std::size_t start, std::string first);
    Result<NodePtr> step(NodePtr base, std::size_t start, bool& done);
    Result<NodePtr> dollar_step(NodePtr base, std::size_t start, bool& done);
    Result<NodePtr> counted(NodePtr base, std::size_t start);
    Result<NodePtr> lambda(NodePtr over, std::size_t start, bool all);
    Result<NodePtr> aggregated(NodePtr base, std::size_t start);
    Result<std::string> annotation_name();

    std::string_view text_;
    SyntaxError* where_;
    std::string option_;  // whose errors these are
    std::size_t at_ = 0;
    int nesting_ = 0;
    int nodes_ = 0;
};

}  // namespace clientela::filter
