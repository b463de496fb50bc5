// SPDX-License-Identifier: Apache-2.0
// The grammar, one function per rule, from the weakest operator to the tightest. Operators and
// function names may be written in capitals, as OData 4.01 allows; percent-decoding happened
// before.

#include <algorithm>

#include "base/text.h"
#include "filter/literal.h"
#include "filter/parser.h"

namespace clientela::filter {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t'; }

bool starts_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continues_word(char c) { return (starts_word(c) && c != '$') || (c >= '0' && c <= '9'); }

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

Node literal_node(LiteralKind kind, std::size_t offset, std::string text) {
    Node node;
    node.kind = Kind::literal;
    node.literal = kind;
    node.offset = offset;
    node.text = std::move(text);
    return node;
}

}  // namespace

Error Parser::fail(std::size_t at, std::string key,
                   std::vector<std::pair<std::string, std::string>> args) {
    args.emplace_back("at", std::to_string(at));
    Error error = make_error(ErrorCode::invalid, std::move(key), std::move(args));
    error.fields.push_back(FieldError{"$filter", "syntax", error.message});
    if (where_ != nullptr) *where_ = SyntaxError{at, error.message};
    return error;
}

void Parser::skip_space() {
    while (at_ < text_.size() && is_space(text_[at_]))
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

Result<NodePtr> Parser::finish(Node node) {
    for (const NodePtr& child : node.children)
        node.depth = std::max(node.depth, child->depth + 1);
    if (node.depth > kDepthMax) {
        return fail(node.offset, "filter.too_deep", {{"max", std::to_string(kDepthMax)}});
    }
    if (++nodes_ > kNodesMax) {
        return fail(node.offset, "filter.too_many", {{"max", std::to_string(kNodesMax)}});
    }
    return NodePtr(std::make_shared<Node>(std::move(node)));
}

Result<NodePtr> Parser::whole() {
    if (text_.size() > kTextMax) {
        return fail(kTextMax, "filter.too_long", {{"max", std::to_string(kTextMax)}});
    }
    if (!is_valid_utf8(text_) || text_.find('\0') != text_.npos)
        return fail(0, "filter.bad_encoding");
    skip_space();
    NodePtr node = TRY(condition());
    skip_space();
    if (!at_end())
        return fail(at_, "filter.unexpected", {{"text", std::string(rest().substr(0, 1))}});
    return node;
}

Result<NodePtr> Parser::condition() {
    if (++nesting_ > kDepthMax) {
        return fail(at_, "filter.too_deep", {{"max", std::to_string(kDepthMax)}});
    }
    auto result = chain(Kind::logic_or);
    --nesting_;
    return result;
}

// Takes " NAME " when it comes next; white space on both sides is part of the operator.
bool Parser::infix(std::string_view name) {
    std::size_t at = at_;
    while (at < text_.size() && is_space(text_[at]))
        ++at;
    if (at == at_ || lower_ascii(text_.substr(at, name.size())) != name) return false;
    at += name.size();
    const bool list_follows = name == "in" && at < text_.size() && text_[at] == '(';
    if (!list_follows && (at >= text_.size() || !is_space(text_[at]))) return false;
    at_ = at;
    skip_space();
    return true;
}

Operator Parser::infix_of(std::initializer_list<Operator> operators) {
    for (Operator op : operators) {
        if (infix(operator_name(op))) return op;
    }
    return Operator::none;
}

Result<NodePtr> Parser::chain(Kind kind) {
    const bool is_or = kind == Kind::logic_or;
    const std::size_t start = at_;
    Node node;
    node.kind = kind;
    node.offset = start;
    do {
        node.children.push_back(is_or ? TRY(chain(Kind::logic_and)) : TRY(binary(0)));
    } while (infix(is_or ? "or" : "and"));
    if (node.children.size() == 1) return node.children[0];
    return finish(std::move(node));
}

// Levels: 0 eq ne, 1 gt ge lt le, 2 add sub, 3 mul div divby mod. All lean to the left.
Result<NodePtr> Parser::binary(int level) {
    const std::size_t start = at_;
    if (level == 4) return unary();
    NodePtr left = TRY(binary(level + 1));
    while (true) {
        Operator op = Operator::none;
        switch (level) {
            case 0: op = infix_of({Operator::eq, Operator::ne}); break;
            case 1: op = infix_of({Operator::gt, Operator::ge, Operator::lt, Operator::le}); break;
            case 2: op = infix_of({Operator::add, Operator::sub}); break;
            default: op = infix_of({Operator::mul, Operator::divby, Operator::div, Operator::mod});
        }
        if (op == Operator::none) return left;
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
    const std::size_t start = at_;
    Node node;
    node.offset = start;
    const std::string next = lower_ascii(rest().substr(0, 3));
    const bool delimited = rest().size() > 3 && (is_space(rest()[3]) || rest()[3] == '(');
    if (next == "not" && delimited) {
        node.kind = Kind::logic_not;
        at_ += 3;
    } else if (looking_at('-') && !scan_literal(rest())) {
        node.kind = Kind::negate;
        at_ += 1;
    } else {
        return membership();
    }
    if (++nesting_ > kDepthMax) {
        return fail(at_, "filter.too_deep", {{"max", std::to_string(kDepthMax)}});
    }
    skip_space();
    node.children.push_back(TRY(unary()));
    --nesting_;
    return finish(std::move(node));
}

Result<NodePtr> Parser::membership() {
    const std::size_t start = at_;
    NodePtr subject = TRY(primary());
    if (!infix("in")) return subject;
    if (!looking_at('(')) return fail(at_, "filter.expected", {{"text", "("}});
    Node node;
    node.kind = Kind::in;
    node.offset = start;
    node.children = {subject};
    for (NodePtr& item : TRY(list()))
        node.children.push_back(std::move(item));
    if (node.children.size() == 1) return fail(at_ - 1, "filter.expected_expression");
    return finish(std::move(node));
}

// "(a, b)", possibly empty.
Result<std::vector<NodePtr>> Parser::list() {
    std::vector<NodePtr> items;
    ++at_;
    if (take(')')) return items;
    do {
        skip_space();
        items.push_back(TRY(condition()));
    } while (take(','));
    skip_space();
    if (!take(')')) return fail(at_, "filter.expected", {{"text", ")"}});
    return items;
}

Result<NodePtr> Parser::primary() {
    if (at_end()) return fail(at_, "filter.expected_expression");
    if (looking_at('(')) return parenthesised();
    if (looking_at('\'')) return quoted();
    if (scan_literal(rest())) return scanned();
    if (starts_word(text_[at_])) return named();
    if (looking_at('@')) return fail(at_, "filter.unsupported", {{"name", "@"}});
    return fail(at_, "filter.expected_expression");
}

Result<NodePtr> Parser::parenthesised() {
    ++at_;
    skip_space();
    NodePtr inner = TRY(condition());
    skip_space();
    if (!take(')')) return fail(at_, "filter.expected", {{"text", ")"}});
    return inner;
}

Result<NodePtr> Parser::quoted() {
    const std::size_t start = at_++;
    std::string value;
    while (!at_end()) {
        const char c = text_[at_++];
        if (c != '\'') {
            value += c;
        } else if (looking_at('\'')) {
            value += '\'';
            ++at_;
        } else {
            return finish(literal_node(LiteralKind::string, start, std::move(value)));
        }
    }
    return fail(start, "filter.open_quote");
}

Result<NodePtr> Parser::scanned() {
    const auto found = scan_literal(rest());
    const std::size_t start = at_;
    at_ += found->length;
    return finish(
        literal_node(found->kind, start, std::string(text_.substr(start, found->length))));
}

Result<std::string> Parser::word() {
    if (at_end() || !starts_word(text_[at_])) return fail(at_, "filter.expected_name");
    const std::size_t start = at_++;
    while (!at_end() && continues_word(text_[at_]))
        ++at_;
    return std::string(text_.substr(start, at_ - start));
}

Result<NodePtr> Parser::named() {
    const std::size_t start = at_;
    std::string name = TRY(word());
    while (looking_at('.')) {
        ++at_;
        name += '.' + TRY(word());
    }
    const std::string small = lower_ascii(name);
    if (small == "duration" && looking_at('\'')) {
        NodePtr text = TRY(quoted());
        if (!duration_of(text->text))
            return fail(start, "filter.bad_literal", {{"text", text->text}});
        --nodes_;
        return finish(literal_node(LiteralKind::duration, start, text->text));
    }
    if (looking_at('(')) return call(start, small);
    const bool alone = !looking_at('/');
    if (alone && small == "null") return finish(literal_node(LiteralKind::null, start, small));
    if (alone && (small == "true" || small == "false")) {
        return finish(literal_node(LiteralKind::boolean, start, small));
    }
    if (name.find('.') != std::string::npos)
        return fail(start, "filter.unsupported", {{"name", name}});
    return path_or_lambda(start, std::move(name));
}

Result<NodePtr> Parser::call(std::size_t start, const std::string& name) {
    static constexpr std::string_view kKnown[] = {
        "matchespattern", "time",       "fractionalseconds", "totaloffsetminutes", "totalseconds",
        "cast",           "isof",       "hassubset",         "hassubsequence",     "case",
        "geo.distance",   "geo.length", "geo.intersects"};
    const FunctionShape* shape = find_function(name);
    if (shape == nullptr) {
        const bool known =
            std::find(std::begin(kKnown), std::end(kKnown), name) != std::end(kKnown);
        return fail(start, known ? "filter.unsupported" : "filter.unknown_function",
                    {{"name", name}});
    }
    Node node;
    node.kind = Kind::call;
    node.offset = start;
    node.function = shape->function;
    node.children = TRY(list());
    const int count = static_cast<int>(node.children.size());
    if (count < shape->least || count > shape->most) {
        return fail(start, "filter.arguments",
                    {{"name", name}, {"count", std::to_string(shape->least)}});
    }
    return finish(std::move(node));
}

Result<NodePtr> Parser::path_or_lambda(std::size_t start, std::string first) {
    Node node;
    node.kind = Kind::path;
    node.offset = start;
    node.segments.push_back(std::move(first));
    while (looking_at('/')) {
        ++at_;
        const std::size_t here = at_;
        std::string segment = TRY(word());
        if (looking_at('(') && (segment == "any" || segment == "all")) {
            NodePtr over = TRY(finish(std::move(node)));
            return lambda(std::move(over), start, segment == "all");
        }
        if (looking_at('(')) return fail(here, "filter.unsupported", {{"name", segment + "("}});
        node.segments.push_back(std::move(segment));
    }
    return finish(std::move(node));
}

Result<NodePtr> Parser::lambda(NodePtr over, std::size_t start, bool all) {
    Node node;
    node.kind = Kind::lambda;
    node.offset = start;
    node.all = all;
    node.children = {std::move(over)};
    ++at_;
    if (take(')')) {
        if (all) return fail(at_ - 1, "filter.expected_expression");
        return finish(std::move(node));
    }
    skip_space();
    node.variable = TRY(word());
    if (!take(':')) return fail(at_, "filter.expected", {{"text", ":"}});
    skip_space();
    node.children.push_back(TRY(condition()));
    if (!take(')')) return fail(at_, "filter.expected", {{"text", ")"}});
    return finish(std::move(node));
}

Result<std::vector<std::string>> Parser::path() {
    std::vector<std::string> segments;
    do {
        segments.push_back(TRY(word()));
    } while (looking_at('/') && ++at_ > 0);
    return segments;
}

Result<NodePtr> parse(std::string_view text, SyntaxError* where) {
    return Parser(text, where).whole();
}

}  // namespace clientela::filter
