// SPDX-License-Identifier: Apache-2.0
// An alias may name others, up to a depth.

#include "filter/alias.h"

#include "filter/parser.h"

namespace clientela::filter {
namespace {

constexpr int kAliasDepthMax = 4;

NodePtr moved_to(const NodePtr& node, std::size_t offset) {
    Node made = *node;
    made.offset = offset;
    for (NodePtr& child : made.children)
        child = moved_to(child, offset);
    return std::make_shared<Node>(std::move(made));
}

Result<NodePtr> filled(const NodePtr& node, const Aliases& aliases, int depth) {
    if (node == nullptr) return node;
    const bool alias =
        node->kind == Kind::path && node->segments.size() == 1 && node->segments[0][0] == '@';
    if (alias) {
        const auto found = aliases.find(node->segments[0]);
        if (found == aliases.end()) return node;
        Parser parser(found->second, nullptr, node->segments[0]);
        if (depth >= kAliasDepthMax) {
            return parser.fail(0, "filter.too_deep", {{"max", std::to_string(kAliasDepthMax)}});
        }
        TRY(parser.begin());
        const NodePtr value = TRY(parser.value());
        TRY(parser.expect_end());
        return filled(moved_to(value, node->offset), aliases, depth + 1);
    }
    Node made = *node;
    for (NodePtr& child : made.children)
        child = TRY(filled(child, aliases, depth));
    return NodePtr(std::make_shared<Node>(std::move(made)));
}

}  // namespace

Result<NodePtr> with_aliases(const NodePtr& node, const Aliases& aliases) {
    return filled(node, aliases, 0);
}

Result<Filter> parse_and_bind(std::string_view text, const schema::Schema& schema,
                              const schema::Object& object, const MayRead& may_read,
                              const Aliases& aliases) {
    NodePtr node = TRY(parse(text));
    if (!aliases.empty()) node = TRY(with_aliases(node, aliases));
    return filter::bind(node, schema, object, may_read);
}

std::size_t offset_of(const Error& error) {
    const Message& message = error.fields.empty() ? error.message : error.fields.front().message;
    for (const auto& [name, value] : message.args) {
        if (name == "at") return static_cast<std::size_t>(std::stoull(value));
    }
    return 0;
}

}  // namespace clientela::filter
