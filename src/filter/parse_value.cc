// SPDX-License-Identifier: Apache-2.0
// Literals, parentheses, arrays and objects.

#include "base/ascii.h"
#include "base/hex.h"
#include "base/text.h"
#include "filter/characters.h"
#include "filter/literal.h"
#include "filter/parser.h"

namespace clientela::filter {
namespace {

Node literal_node(LiteralKind kind, std::size_t offset, std::string text) {
    Node node;
    node.kind = Kind::literal;
    node.literal = kind;
    node.offset = offset;
    node.text = std::move(text);
    return node;
}

void append_utf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6U));
        out += static_cast<char>(0x80 | (code & 0x3FU));
    } else {
        out += static_cast<char>(0xE0 | (code >> 12U));
        out += static_cast<char>(0x80 | ((code >> 6U) & 0x3FU));
        out += static_cast<char>(0x80 | (code & 0x3FU));
    }
}

}  // namespace

Result<NodePtr> Parser::primary() {
    if (at_end()) return fail(at_, "filter.expected_expression");
    if (looking_at('(')) return parenthesised();
    if (looking_at('\'')) return quoted();
    if (looking_at('[')) return json_array();
    if (looking_at('{')) return json_object();
    if (scan_literal(rest())) return scanned();
    if (looking_at('@')) return annotation();
    if (starts_word(text_[at_]) || looking_at('$')) return named();
    return fail(at_, "filter.expected_expression");
}

Result<NodePtr> Parser::parenthesised() {
    ++at_;
    skip_space();
    NodePtr inner = TRY(condition());
    TRY(expect(')'));
    return inner;
}

Result<std::string> Parser::literal() {
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
            return value;
        }
    }
    return fail(start, "filter.open_quote");
}

Result<NodePtr> Parser::quoted() {
    const std::size_t start = at_;
    return finish(literal_node(LiteralKind::string, start, TRY(literal())));
}

Result<NodePtr> Parser::scanned() {
    const auto found = scan_literal(rest());
    const std::size_t start = at_;
    if (found->broken) {
        // Up to and with the character where it breaks, which may have several bytes.
        std::size_t end = start + found->length + 1;
        while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U)
            ++end;
        return fail(start + found->length, "filter.bad_literal",
                    {{"text", std::string(text_.substr(start, end - start))}});
    }
    at_ += found->length;
    return finish(
        literal_node(found->kind, start, std::string(text_.substr(start, found->length))));
}

Result<std::string> Parser::word() {
    if (at_end() || !starts_word(text_[at_])) return fail(at_, "filter.expected_name");
    const std::size_t start = at_++;
    while (!at_end() && continues_word(text_[at_]))
        ++at_;
    if (length_in_characters(text_.substr(start, at_ - start)) > 128) {
        return fail(start, "filter.name_too_long", {{"max", "128"}});
    }
    return std::string(text_.substr(start, at_ - start));
}

Result<std::string> Parser::name() {
    std::string made = TRY(word());
    while (looking_at('.')) {
        ++at_;
        made += '.' + TRY(word());
    }
    return made;
}

Result<NodePtr> Parser::type() {
    Node node;
    node.kind = Kind::type_name;
    node.offset = at_;
    node.text = TRY(name());
    if (node.text == "Collection" && looking_at('(')) {
        ++at_;
        node.text += '(' + TRY(name()) + ')';
        TRY(expect(')'));
    }
    return finish(std::move(node));
}

// duration'P1D', binary'Zg==', Sales.Pattern'Yellow'; geography'...' is known and refused.
Result<NodePtr> Parser::prefixed(std::size_t start, const std::string& prefix) {
    const std::string small = lower_ascii(prefix);
    if (is_geo(small)) return fail(start, "filter.geo", {{"name", prefix}});
    const std::size_t open = at_;
    const std::string inside = TRY(literal());
    const auto bad = [&] {
        return fail(open + 1, "filter.bad_literal",
                    {{"text", std::string(text_.substr(start, at_ - start))}});
    };
    if (small == "duration") {
        if (!duration_of(inside)) return bad();
        return finish(literal_node(LiteralKind::duration, start, inside));
    }
    if (small == "binary") {
        if (!is_binary(inside)) return bad();
        return finish(literal_node(LiteralKind::binary, start, inside));
    }
    if (!is_enumeration(inside)) return bad();
    return finish(literal_node(LiteralKind::enumeration, start, prefix + '\'' + inside + '\''));
}

Result<NodePtr> Parser::value() {
    skip_space();
    if (!looking_at('"')) return condition();
    const std::size_t start = at_;
    return finish(literal_node(LiteralKind::string, start, TRY(json_text())));
}

Result<NodePtr> Parser::json_array() {
    TRY(deeper());
    Node node;
    node.kind = Kind::array;
    node.offset = at_++;
    if (!take(']')) {
        do {
            node.children.push_back(TRY(value()));
        } while (take(','));
        TRY(expect(']'));
    }
    shallower();
    return finish(std::move(node));
}

Result<NodePtr> Parser::json_object() {
    TRY(deeper());
    Node node;
    node.kind = Kind::object;
    node.offset = at_++;
    if (!take('}')) {
        do {
            skip_space();
            if (!looking_at('"')) return fail(at_, "filter.expected", {{"text", "\""}});
            node.segments.push_back(TRY(json_text()));
            TRY(expect(':'));
            node.children.push_back(TRY(value()));
        } while (take(','));
        TRY(expect('}'));
    }
    shallower();
    return finish(std::move(node));
}

Result<std::string> Parser::json_text() {
    constexpr std::string_view kEscapes = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    const std::size_t start = at_++;
    std::string value;
    while (!at_end()) {
        const char c = text_[at_++];
        if (c == '"') return value;
        if (c != '\\') {
            value += c;
            continue;
        }
        if (at_end()) break;
        const char kind = text_[at_++];
        const std::size_t place = kEscapes.find(kind);
        if (place != std::string_view::npos) {
            value += kMeant[place];
            continue;
        }
        if (kind != 'u') return fail(at_ - 1, "filter.bad_escape");
        unsigned code = 0;
        for (int i = 0; i < 4; ++i, ++at_) {
            const int digit = at_end() ? -1 : hex_value(text_[at_]);
            if (digit < 0) return fail(at_, "filter.bad_escape");
            code = code * 16 + static_cast<unsigned>(digit);
        }
        // Half a pair stands for nothing by itself.
        append_utf8(value, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
    }
    return fail(start, "filter.open_quote");
}

Result<NodePtr> Parser::named() {
    const std::size_t start = at_;
    if (looking_at('$')) {
        ++at_;
        const std::string name = "$" + TRY(word());
        if (name != "$it" && name != "$this" && name != "$root" && name != "$these") {
            return fail(start, "filter.unknown_variable", {{"name", name}});
        }
        if (name == "$root" && !looking_at('/')) {
            return fail(at_, "filter.expected", {{"text", "/"}});
        }
        return path_from(start, name);
    }
    std::string text = TRY(name());
    const std::string small = lower_ascii(text);
    if (looking_at('\'')) return prefixed(start, text);
    if (looking_at('(')) {
        if (is_geo(small)) return fail(start, "filter.geo", {{"name", text}});
        if (const FunctionShape* shape = find_function(small)) {
            NodePtr made = TRY(call(start, *shape));
            bool done = false;
            while (!done && looking_at('/') && made->function == Function::cast)
                made = TRY(step(std::move(made), start, done));
            return made;
        }
        if (small == "any" || small == "all") {
            return fail(at_, "filter.lambda_path", {{"name", text}});
        }
    }
    const bool alone = !looking_at('/') && !looking_at('(');
    if (alone && text == "null") return finish(literal_node(LiteralKind::null, start, small));
    if (alone && (small == "true" || small == "false")) {
        return finish(literal_node(LiteralKind::boolean, start, small));
    }
    return path_from(start, std::move(text));
}

}  // namespace clientela::filter
