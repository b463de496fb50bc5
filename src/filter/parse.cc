// SPDX-License-Identifier: Apache-2.0
// Operators, one function per rule, from the weakest to the tightest. Operators and function names
// may be written in capitals, as OData 4.01 allows; percent-decoding happened before.

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "filter/characters.h"
#include "filter/literal.h"
#include "filter/parser.h"

namespace clientela::filter {

Error Parser::fail(std::size_t at, std::string key,
                   std::vector<std::pair<std::string, std::string>> args) {
    args.emplace_back("at", std::to_string(at));
    Error error = make_error(ErrorCode::invalid, std::move(key), std::move(args));
    error.fields.push_back(FieldError{option_, "syntax", error.message});
    if (where_ != nullptr) *where_ = SyntaxError{at, error.message};
    return error;
}

Error Parser::too_many() {
    return fail(at_, "filter.too_many", {{"max", std::to_string(kNodesMax)}});
}

Result<void> Parser::begin() {
    if (text_.size() > kTextMax) {
        return fail(kTextMax, "filter.too_long", {{"max", std::to_string(kTextMax)}});
    }
    if (!is_valid_utf8(text_) || text_.find('\0') != text_.npos)
        return fail(0, "filter.bad_encoding");
    return {};
}

void Parser::skip_space() {
    while (at_ < text_.size() && is_blank(text_[at_]))
        ++at_;
}

bool Parser::take(char c) {
    const std::size_t before = at_;
    skip_space();
    if (looking_at(c)) {
        ++at_;
        return true;
    }
    at_ = before;
    return false;
}

Result<void> Parser::expect(char c) {
    if (take(c)) return {};
    skip_space();
    return fail(at_, "filter.expected", {{"text", std::string(1, c)}});
}

Result<void> Parser::expect_end() {
    skip_space();
    if (at_end()) return {};
    // A whole character, not its first byte.
    std::size_t length = 1;
    while (at_ + length < text_.size() &&
           (static_cast<unsigned char>(text_[at_ + length]) & 0xC0) == 0x80)
        ++length;
    return fail(at_, "filter.unexpected", {{"text", std::string(rest().substr(0, length))}});
}

Result<void> Parser::deeper() {
    if (++nesting_ <= kDepthMax) return {};
    return fail(at_, "filter.too_deep", {{"max", std::to_string(kDepthMax)}});
}

Result<NodePtr> Parser::finish(Node node) {
    for (const NodePtr& child : node.children)
        node.depth = std::max(node.depth, child->depth + 1);
    if (node.depth > kDepthMax) {
        return fail(node.offset, "filter.too_deep", {{"max", std::to_string(kDepthMax)}});
    }
    if (!count_item()) {
        return fail(node.offset, "filter.too_many", {{"max", std::to_string(kNodesMax)}});
    }
    return NodePtr(std::make_shared<Node>(std::move(node)));
}

Result<NodePtr> Parser::whole() {
    TRY(begin());
    skip_space();
    NodePtr node = TRY(condition());
    TRY(expect_end());
    return node;
}

Result<NodePtr> Parser::condition() {
    TRY(deeper());
    NodePtr made = TRY(chain(Kind::logic_or));
    shallower();
    return made;
}

// The word of an operator that comes next after white space, in small letters; empty: none.
std::string Parser::next_operator() const {
    std::size_t at = at_;
    while (at < text_.size() && is_blank(text_[at]))
        ++at;
    if (at == at_) return {};
    std::size_t end = at;
    while (end < text_.size() && end - at < 6 && text_[end] >= 'A' && text_[end] <= 'z' &&
           starts_word(text_[end]))
        ++end;
    return lower_ascii(text_.substr(at, end - at));
}

bool Parser::keyword(std::string_view name) {
    if (next_operator() != name) return false;
    std::size_t at = at_;
    while (is_blank(text_[at]))
        ++at;
    at += name.size();
    if (at >= text_.size() || !is_blank(text_[at])) return false;
    at_ = at;
    skip_space();
    return true;
}

// " NAME ": the caller knows that NAME comes next. After it white space has to follow.
Result<void> Parser::take_operator(std::string_view name) {
    skip_space();
    at_ += name.size();
    if (at_end()) return fail(at_, "filter.expected_expression");
    const bool list_follows = name == "in" && (looking_at('(') || looking_at('['));
    if (!list_follows && !is_blank(text_[at_])) return fail(at_, "filter.expected_space");
    skip_space();
    return {};
}

Result<NodePtr> Parser::chain(Kind kind) {
    const bool is_or = kind == Kind::logic_or;
    const std::string_view name = is_or ? "or" : "and";
    Node node;
    node.kind = kind;
    node.offset = at_;
    while (true) {
        node.children.push_back(is_or ? TRY(chain(Kind::logic_and)) : TRY(binary(0)));
        if (next_operator() != name) break;
        TRY(take_operator(name));
    }
    if (node.children.size() == 1) return node.children[0];
    return finish(std::move(node));
}

// Levels: 0 eq ne, 1 gt ge lt le, 2 add sub, 3 mul div divby mod. All lean to the left.
Result<NodePtr> Parser::binary(int level) {
    static constexpr Operator kLevels[4][4] = {
        {Operator::eq, Operator::ne, Operator::none, Operator::none},
        {Operator::gt, Operator::ge, Operator::lt, Operator::le},
        {Operator::add, Operator::sub, Operator::none, Operator::none},
        {Operator::mul, Operator::divby, Operator::div, Operator::mod}};
    const std::size_t start = at_;
    if (level == 4) return unary();
    NodePtr left = TRY(binary(level + 1));
    while (true) {
        const std::string next = next_operator();
        Operator op = Operator::none;
        for (const Operator one : kLevels[level]) {
            if (one != Operator::none && operator_name(one) == next) op = one;
        }
        if (op == Operator::none) return left;
        TRY(take_operator(next));
        Node node;
        node.kind = level < 2 ? Kind::compare : Kind::arithmetic;
        node.offset = start;
        node.op = op;
        NodePtr right = TRY(binary(level + 1));
        node.children = {left, right};
        left = TRY(finish(std::move(node)));
    }
}

Result<NodePtr> Parser::unary() {
    Node node;
    node.offset = at_;
    const std::string next = lower_ascii(rest().substr(0, 3));
    const bool delimited = rest().size() > 3 && (is_blank(rest()[3]) || rest()[3] == '(');
    if (next == "not" && delimited) {
        node.kind = Kind::logic_not;
        at_ += 3;
    } else if (looking_at('-') && !scan_literal(rest())) {
        node.kind = Kind::negate;
        at_ += 1;
    } else {
        return membership();
    }
    TRY(deeper());
    skip_space();
    node.children.push_back(TRY(unary()));
    shallower();
    return finish(std::move(node));
}

Result<NodePtr> Parser::membership() {
    const std::size_t start = at_;
    NodePtr subject = TRY(primary());
    const std::string next = next_operator();
    if (next == "in") {
        TRY(take_operator(next));
        return in_list(std::move(subject), start);
    }
    if (next != "has") return subject;
    TRY(take_operator(next));
    Node node;
    node.kind = Kind::has;
    node.offset = start;
    const std::size_t here = at_;
    NodePtr flag = TRY(primary());
    const bool literal = flag->kind == Kind::literal && (flag->literal == LiteralKind::string ||
                                                         flag->literal == LiteralKind::enumeration);
    if (!literal) return fail(here, "filter.expected_enumeration");
    node.children = {std::move(subject), std::move(flag)};
    return finish(std::move(node));
}

// "(a, b)", possibly empty; or anything that gives a collection: [a,b], @p, a path.
Result<NodePtr> Parser::in_list(NodePtr subject, std::size_t start) {
    Node node;
    node.kind = Kind::in;
    node.offset = start;
    node.children = {std::move(subject)};
    if (!looking_at('(')) {
        node.all = true;
        node.children.push_back(TRY(primary()));
        return finish(std::move(node));
    }
    ++at_;
    if (take(')')) return finish(std::move(node));
    do {
        skip_space();
        const std::size_t here = at_;
        NodePtr item = TRY(condition());
        const bool more = node.children.size() > 1 || (skip_space(), looking_at(','));
        if (more && item->kind == Kind::path && !item->segments[0].starts_with('@')) {
            return fail(here, "filter.list_of_values", {{"text", to_text(*item)}});
        }
        node.children.push_back(std::move(item));
    } while (take(','));
    TRY(expect(')'));
    return finish(std::move(node));
}

Result<NodePtr> parse(std::string_view text, SyntaxError* where) {
    return Parser(text, where).whole();
}

}  // namespace clientela::filter
