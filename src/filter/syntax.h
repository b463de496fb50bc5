// SPDX-License-Identifier: Apache-2.0
// $orderby, $select, $expand and $apply as the grammar has them, before anybody asks whether the
// names exist: plain trees with the byte where each part begins. options.h and apply.h say what
// they mean for an object.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filter/options.h"
#include "filter/parser.h"

namespace clientela::filter {

struct NestedOptions;

struct OrderItem {
    NodePtr expression;
    bool descending = false;
};

struct SelectItem {
    std::size_t offset = 0;
    std::vector<std::string> path;        // the last one may be "*" or "Name.Space.*"
    std::vector<std::string> parameters;  // of a function
    std::shared_ptr<const NestedOptions> options;
};

struct ExpandItem {
    std::size_t offset = 0;
    std::vector<std::string> path;  // may be or end in "*"
    ExpandForm form = ExpandForm::records;
    std::shared_ptr<const NestedOptions> options;
};

// What stands in the parentheses of an item.
struct NestedOptions {
    NodePtr filter;
    std::vector<OrderItem> order;
    std::vector<SelectItem> select;
    std::vector<ExpandItem> expand;
    std::optional<std::int64_t> top;
    std::optional<std::int64_t> skip;
    std::optional<bool> count;
    std::optional<std::int64_t> levels;  // -1: max
    std::string search;                  // as written
    std::string apply;                   // as written
    std::vector<std::pair<std::string, NodePtr>> aliases;
    std::vector<std::pair<std::string, std::size_t>> names;  // of the options, and where they stand
};

enum class NestedKind { count, references, expand, select, select_plain };

struct ApplyStep {
    std::string name;
    std::size_t offset = 0;
    std::vector<NodePtr> expressions;           // of filter, compute, top ...; paths of groupby
    std::vector<std::string> aliases;           // of compute and of aggregate, by place
    std::vector<std::string> methods;           // of aggregate: "sum", "$count" ..., by place
    std::vector<std::size_t> places;            // of aggregate: where each begins
    std::vector<std::vector<ApplyStep>> inner;  // of groupby, concat ...
    std::string exotic;                         // from, rollup and the like, if it uses one ...
    std::size_t exotic_at = 0;                  // ... and where
};

std::string to_text(const std::vector<OrderItem>& items);
std::string to_text(const std::vector<SelectItem>& items);
std::string to_text(const std::vector<ExpandItem>& items);

Result<std::vector<OrderItem>> order_syntax(std::string_view text, SyntaxError* where = nullptr);
Result<std::vector<SelectItem>> select_syntax(std::string_view text, SyntaxError* where = nullptr);
Result<std::vector<ExpandItem>> expand_syntax(std::string_view text, SyntaxError* where = nullptr);
Result<std::vector<ApplyStep>> apply_syntax(std::string_view text, SyntaxError* where = nullptr);

// Judges `text` as the value of an option by its name ("$filter", "$orderby" ...), by the grammar
// alone. Percent-encoding is undone first; the offset counts bytes of the text as it was given.
Result<void> check_syntax(std::string_view option, std::string_view text, SyntaxError& where);

// A text with %XX undone, and where each of its bytes stood.
struct Decoded {
    std::string text;
    std::vector<std::size_t> places;  // one more than bytes
};
Decoded percent_decoded(std::string_view text);

// The rules themselves; a Parser's position moves along.
class OptionReader {
public:
    explicit OptionReader(Parser& parser) : parser_(parser) {}

    Result<std::vector<OrderItem>> order();
    Result<std::vector<SelectItem>> select();
    Result<std::vector<ExpandItem>> expand();
    Result<std::vector<ApplyStep>> apply();
    Result<void> nested(NestedOptions& into, NestedKind kind);  // up to and with the ")"
    Result<void> aggregation();                                 // one, without an alias

private:
    Result<SelectItem> select_item();
    Result<ExpandItem> expand_item();
    Result<void> item_options(std::shared_ptr<const NestedOptions>& into, NestedKind kind);
    Result<void> option(NestedOptions& into, NestedKind kind);
    Result<void> option_value(NestedOptions& into, const std::string& name);
    Result<std::int64_t> number();
    Result<std::string> search();

    Result<ApplyStep> step();
    Result<void> step_body(ApplyStep& made);
    Result<void> aggregate(ApplyStep& made);
    Result<void> one_aggregate(ApplyStep& made);
    Result<void> method(ApplyStep& made);
    Result<void> from_clauses(ApplyStep& made);
    Result<void> alias(ApplyStep& made);
    Result<void> group(ApplyStep& made);
    Result<void> group_element(ApplyStep& made);
    Result<void> hierarchy(ApplyStep& made);
    Result<void> nest(ApplyStep& made);

    Parser& parser_;
};

}  // namespace clientela::filter
