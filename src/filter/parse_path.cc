// SPDX-License-Identifier: Apache-2.0
// Paths: names between slashes, with keys, lambdas, counts, filters and annotations among them. A
// plain path is one node; what stands in parentheses makes a node around what stands before it.

#include "base/ascii.h"
#include "filter/parser.h"
#include "filter/syntax.h"

namespace clientela::filter {

// @p, @Measures.Currency, @Currency#Reporting: an alias or an annotation.
Result<std::string> Parser::annotation_name() {
    ++at_;
    std::string made = "@" + TRY(name());
    if (looking_at('#')) {
        ++at_;
        made += '#' + TRY(word());
    }
    return made;
}

Result<NodePtr> Parser::annotation() {
    const std::size_t start = at_;
    return path_from(start, TRY(annotation_name()));
}

Result<NodePtr> Parser::path_from(std::size_t start, std::string first) {
    Node node;
    node.kind = Kind::path;
    node.offset = start;
    node.segments.push_back(std::move(first));
    NodePtr made = std::make_shared<Node>(std::move(node));
    bool done = false;
    while (!done) {
        if (looking_at('(')) {
            made = TRY(arguments(made, start));
        } else if (looking_at('/')) {
            made = TRY(step(std::move(made), start, done));
        } else {
            break;
        }
    }
    if (made->kind != Kind::path) return made;
    return finish(Node(*made));
}

Result<NodePtr> Parser::plain_path() {
    Node node;
    node.kind = Kind::path;
    node.offset = at_;
    if (looking_at('@')) {
        node.segments.push_back(TRY(annotation_name()));
    } else {
        node.segments.push_back(TRY(name()));
    }
    while (looking_at('/')) {
        ++at_;
        node.segments.push_back(looking_at('@') ? TRY(annotation_name()) : TRY(name()));
    }
    return finish(std::move(node));
}

// What follows a slash. `done`: nothing may follow it.
Result<NodePtr> Parser::step(NodePtr base, std::size_t start, bool& done) {
    ++at_;
    if (looking_at('$')) return dollar_step(std::move(base), start, done);
    std::string next;
    if (looking_at('@')) {
        next = TRY(annotation_name());
    } else {
        next = TRY(name());
        const std::string small = lower_ascii(next);
        const bool open = looking_at('(');
        if (open && (small == "any" || small == "all")) {
            done = true;
            return lambda(std::move(base), start, small == "all");
        }
        if (open && next == "aggregate") {
            done = true;
            return aggregated(std::move(base), start);
        }
    }
    if (!count_item()) return too_many();
    Node made;
    if (base->kind == Kind::path || base->kind == Kind::member) {
        made = *base;
    } else {
        made.kind = Kind::member;
        made.offset = start;
        made.depth = base->depth + 1;
        made.children = {std::move(base)};
    }
    made.segments.push_back(std::move(next));
    return NodePtr(std::make_shared<Node>(std::move(made)));
}

Result<NodePtr> Parser::dollar_step(NodePtr base, std::size_t start, bool& done) {
    const std::size_t here = at_++;
    const std::string name = TRY(word());
    if (name == "filter" && looking_at('(')) {
        ++at_;
        skip_space();
        Node made;
        made.kind = Kind::filtered;
        made.offset = start;
        made.children.push_back(std::move(base));
        made.children.push_back(TRY(condition()));
        TRY(expect(')'));
        return finish(std::move(made));
    }
    if (name != "count") return fail(here, "filter.unknown_variable", {{"name", "$" + name}});
    done = true;
    if (looking_at('(')) return counted(std::move(base), start);
    Node made;
    if (base->kind == Kind::path || base->kind == Kind::member) {
        made = *base;
    } else {
        made.kind = Kind::member;
        made.offset = start;
        made.children = {std::move(base)};
    }
    made.segments.emplace_back("$count");
    if (made.kind == Kind::path) return NodePtr(std::make_shared<Node>(std::move(made)));
    return finish(std::move(made));
}

// $count($filter=...;$search=...)
Result<NodePtr> Parser::counted(NodePtr base, std::size_t start) {
    TRY(deeper());
    NestedOptions options;
    OptionReader reader(*this);
    ++at_;
    TRY(reader.nested(options, NestedKind::count));
    shallower();
    Node made;
    made.kind = Kind::counted;
    made.offset = start;
    made.children = {std::move(base)};
    if (options.filter) made.children.push_back(options.filter);
    made.text = options.search;
    return finish(std::move(made));
}

Result<NodePtr> Parser::lambda(NodePtr over, std::size_t start, bool all) {
    Node node;
    node.kind = Kind::lambda;
    node.offset = start;
    node.all = all;
    if (over->kind == Kind::path && !count_item()) return too_many();
    node.children = {std::move(over)};
    ++at_;
    if (take(')')) {
        if (all) return fail(at_ - 1, "filter.expected_expression");
        return finish(std::move(node));
    }
    skip_space();
    node.variable = TRY(word());
    TRY(expect(':'));
    skip_space();
    node.children.push_back(TRY(condition()));
    TRY(expect(')'));
    return finish(std::move(node));
}

// aggregate(amount with sum): kept as it is written.
Result<NodePtr> Parser::aggregated(NodePtr base, std::size_t start) {
    TRY(deeper());
    ++at_;
    skip_space();
    const std::size_t from = at_;
    OptionReader reader(*this);
    TRY(reader.aggregation());
    Node made;
    made.kind = Kind::aggregated;
    made.offset = start;
    made.children = {std::move(base)};
    made.text = std::string(between(from, at_));
    TRY(expect(')'));
    shallower();
    return finish(std::move(made));
}

}  // namespace clientela::filter
