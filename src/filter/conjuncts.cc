// SPDX-License-Identifier: Apache-2.0
// What of a filter an index can answer: a plain look at the bound tree, before it is compiled.
#include <algorithm>

#include "filter/compiler.h"
#include "filter/filter.h"

namespace clientela::filter {
namespace {

// A column of the object's own row that carries an index of its own (schema::layout_of).
bool is_indexed_path(const Node& node) {
    if (node.kind != Kind::path || node.bound.level != 0 || !node.bound.links.empty()) return false;
    const schema::Field* field = node.bound.field;
    return field != nullptr && node.bound.relation == nullptr && node.bound.many == nullptr &&
           node.bound.part != Part::currency && field->filterable &&
           field->type != schema::FieldType::boolean;
}

bool is_indexable_node(const Node& node) {
    const auto indexable = [](const NodePtr& child) { return is_indexable_node(*child); };
    const auto fixed = [](const NodePtr& child) { return is_constant(*child); };
    switch (node.kind) {
        case Kind::compare:
            if (node.op == Operator::ne) return false;
            return (is_indexed_path(*node.children[0]) && is_constant(*node.children[1])) ||
                   (is_constant(*node.children[0]) && is_indexed_path(*node.children[1]));
        case Kind::in:
            return is_indexed_path(*node.children[0]) &&
                   std::all_of(node.children.begin() + 1, node.children.end(), fixed);
        case Kind::logic_or:
            return std::all_of(node.children.begin(), node.children.end(), indexable);
        default: return false;
    }
}

}  // namespace

std::vector<Filter> conjuncts(const Filter& filter) {
    if (filter.empty()) return {};
    if (filter.root->kind != Kind::logic_and) return {filter};
    std::vector<Filter> parts;
    for (const NodePtr& child : filter.root->children) {
        const std::vector<Filter> inner = conjuncts(Filter{child});
        parts.insert(parts.end(), inner.begin(), inner.end());
    }
    return parts;
}

bool is_indexable(const Filter& filter) {
    return !filter.empty() && is_indexable_node(*filter.root);
}

}  // namespace clientela::filter
