// SPDX-License-Identifier: Apache-2.0
// Functions of the language, whose arguments stand in their order, and functions of a service,
// whose arguments have names; the latter are written like keys.

#include <algorithm>

#include "filter/characters.h"
#include "filter/parser.h"

namespace clientela::filter {
namespace {

bool may_be_key(const Node& node) {
    return node.kind == Kind::literal || (node.kind == Kind::path && node.segments.size() == 1 &&
                                          node.segments[0].starts_with('@'));
}

}  // namespace

Result<NodePtr> Parser::call(std::size_t start, const FunctionShape& shape) {
    if (shape.function == Function::choose) return choice(start);
    if (shape.function == Function::cast || shape.function == Function::is_of) {
        return typed_call(start, shape);
    }
    const std::string written(text_.substr(start, at_ - start));
    const auto wrong_count = [&] {
        return fail(at_, "filter.arguments",
                    {{"name", written}, {"count", std::to_string(shape.least)}});
    };
    Node node;
    node.kind = Kind::call;
    node.offset = start;
    node.function = shape.function;
    ++at_;
    while (true) {
        const int count = static_cast<int>(node.children.size());
        if (count >= shape.least && take(')')) return finish(std::move(node));
        skip_space();
        if (count == shape.most && looking_at(',')) return wrong_count();
        if (count == shape.most) return fail(at_, "filter.expected", {{"text", ")"}});
        if (count < shape.least && looking_at(')')) return wrong_count();
        if (count > 0) TRY(expect(','));
        skip_space();
        node.children.push_back(TRY(condition()));
    }
}

// cast(Type), cast(x,Type), isof(Type), isof(x,Type)
Result<NodePtr> Parser::typed_call(std::size_t start, const FunctionShape& shape) {
    Node node;
    node.kind = Kind::call;
    node.offset = start;
    node.function = shape.function;
    ++at_;
    skip_space();
    const std::size_t here = at_;
    NodePtr first = TRY(condition());
    if (take(',')) {
        skip_space();
        node.children.push_back(std::move(first));
        node.children.push_back(TRY(type()));
        TRY(expect(')'));
        return finish(std::move(node));
    }
    // What looks like a path is the name of a type after all.
    at_ = here;
    if (first->kind != Kind::path && first->kind != Kind::invoke) {
        return fail(here, "filter.expected_name");
    }
    node.children = {TRY(type())};
    TRY(expect(')'));
    return finish(std::move(node));
}

// case(condition:value,condition:value)
Result<NodePtr> Parser::choice(std::size_t start) {
    Node node;
    node.kind = Kind::call;
    node.offset = start;
    node.function = Function::choose;
    ++at_;
    do {
        skip_space();
        node.children.push_back(TRY(condition()));
        TRY(expect(':'));
        skip_space();
        node.children.push_back(TRY(condition()));
    } while (take(','));
    TRY(expect(')'));
    return finish(std::move(node));
}

// What stands in parentheses after a name: a key, or arguments with their names.
Result<NodePtr> Parser::arguments(const NodePtr& base, std::size_t start) {
    const std::size_t open = at_;
    TRY(deeper());
    Node made;
    made.kind = Kind::invoke;
    made.offset = start;
    made.children = {base};
    ++at_;
    if (!take(')')) {
        do {
            TRY(argument(made));
        } while (take(','));
        TRY(expect(')'));
    }
    const bool lone = std::any_of(made.segments.begin(), made.segments.end(),
                                  [](const std::string& name) { return name.empty(); });
    const bool key = made.children.size() == 2 && may_be_key(*made.children[1]);
    if (lone && !key) {
        const bool alone = base->kind == Kind::path && base->segments.size() == 1;
        if (!alone) return fail(open + 1, "filter.expected_key");
        return fail(start, "filter.unknown_function", {{"name", base->segments[0]}});
    }
    shallower();
    return finish(std::move(made));
}

Result<void> Parser::argument(Node& made) {
    skip_space();
    const std::size_t here = at_;
    if (starts_word(text_[std::min(at_, text_.size() - 1)]) && !at_end()) {
        const std::string name = TRY(word());
        if (looking_at('=')) {
            ++at_;
            made.segments.push_back(name);
            made.children.push_back(TRY(value()));
            return {};
        }
        at_ = here;
    }
    made.segments.emplace_back();
    made.children.push_back(TRY(value()));
    return {};
}

}  // namespace clientela::filter
