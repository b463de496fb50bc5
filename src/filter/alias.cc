// SPDX-License-Identifier: Apache-2.0
// An alias may name others, up to a depth.

#include "filter/alias.h"

#include <algorithm>
#include <optional>

#include "filter/parser.h"

namespace clientela::filter {
namespace {

constexpr int kAliasDepthMax = 4;

// Fills one tree. The limits of a text hold for what its aliases grow to as well: an alias that is
// named many times inside another would otherwise make of a few bytes more than any memory holds.
class Filling {
public:
    explicit Filling(const Aliases& aliases) : aliases_(aliases) {}

    // `mention` is where the text names the alias that `node` comes from.
    Result<NodePtr> filled(const NodePtr& node, int level = 0,
                           std::optional<std::size_t> mention = {}) {
        if (node == nullptr) return node;
        const std::size_t offset = mention.value_or(node->offset);
        const bool alias =
            node->kind == Kind::path && node->segments.size() == 1 && node->segments[0][0] == '@';
        if (alias) {
            const auto found = aliases_.find(node->segments[0]);
            if (found != aliases_.end()) {
                return filled(TRY(value_of(found->first, found->second, level)), level + 1, offset);
            }
        }
        if (++nodes_ > kNodesMax) return refusal(offset, "filter.too_many", kNodesMax);
        Node made = *node;
        made.offset = offset;
        for (NodePtr& child : made.children) {
            child = TRY(filled(child, level, mention));
            if (child != nullptr) made.depth = std::max(made.depth, child->depth + 1);
        }
        if (made.depth > kDepthMax) return refusal(offset, "filter.too_deep", kDepthMax);
        return NodePtr(std::make_shared<Node>(std::move(made)));
    }

private:
    Result<NodePtr> value_of(const std::string& name, const std::string& text, int level) {
        Parser parser(text, nullptr, name);
        if (level >= kAliasDepthMax) {
            return parser.fail(0, "filter.too_deep", {{"max", std::to_string(kAliasDepthMax)}});
        }
        NodePtr& value = values_[name];
        if (value == nullptr) {
            TRY(parser.begin());
            const NodePtr read = TRY(parser.value());
            TRY(parser.expect_end());
            value = read;
        }
        return value;
    }

    static Error refusal(std::size_t offset, const char* key, int most) {
        return Parser({}).fail(offset, key, {{"max", std::to_string(most)}});
    }

    const Aliases& aliases_;
    std::map<std::string, NodePtr, std::less<>> values_;  // read once, however often named
    int nodes_ = 0;
};

}  // namespace

Result<NodePtr> with_aliases(const NodePtr& node, const Aliases& aliases) {
    return Filling(aliases).filled(node);
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
