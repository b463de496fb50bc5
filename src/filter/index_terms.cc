// SPDX-License-Identifier: Apache-2.0
// Follows compile.cc and compile_forms.cc: what they turn into a plain comparison of a column with
// bound values is found here.
#include "filter/index_terms.h"

#include <algorithm>
#include <utility>

#include "filter/compiler.h"

namespace clientela::filter {
namespace {

using schema::Field;
using schema::FieldType;

// As src/schema/layout.cc makes indexes. Amounts of money are compared by their currency, which no
// index answers; of sortable texts the sort key is indexed, not the text.
bool is_indexed(const Field& field) {
    if (field.type == FieldType::id) return true;
    if (field.type == FieldType::boolean || field.type == FieldType::money) return false;
    const bool own_link = field.type == FieldType::link && !field.standard;
    const bool sorted = field.sortable && field.type != FieldType::string;
    return field.filterable || sorted || own_link;
}

const Field* column_of(const Node& node) {
    const Binding& path = node.bound;
    const bool own = node.kind == Kind::path && path.links.empty() && path.level == 0 &&
                     path.relation == nullptr && path.many == nullptr && path.part == Part::whole;
    return own && path.field != nullptr && is_indexed(*path.field) ? path.field : nullptr;
}

// date(moment) and year(moment) become ranges.
const Field* compared_column(const Node& node, Operator op) {
    const bool day = node.kind == Kind::call && node.function == Function::date;
    const bool year = node.kind == Kind::call && node.function == Function::year;
    if (day || (year && op == Operator::eq)) return column_of(*node.children.front());
    return column_of(node);
}

const Field* field_of_comparison(const Node& node) {
    if (node.op == Operator::ne) return nullptr;
    const Node& left = *node.children[0];
    const Node& right = *node.children[1];
    if (is_constant(right)) return compared_column(left, node.op);
    return is_constant(left) ? compared_column(right, node.op) : nullptr;
}

const Field* indexed_field(const Node& node) {
    switch (node.kind) {
        case Kind::compare: return field_of_comparison(node);
        case Kind::in: {
            const bool with_null = std::any_of(node.children.begin() + 1, node.children.end(),
                                               [](const NodePtr& item) { return is_null(*item); });
            return with_null ? nullptr : column_of(*node.children.front());
        }
        case Kind::call: {
            if (node.function != Function::startswith) return nullptr;
            const bool fixed = node.children[1]->kind == Kind::literal;
            return fixed ? column_of(*node.children[0]) : nullptr;
        }
        default: return nullptr;
    }
}

bool equals_one_value(const Node& node) {
    return node.kind == Kind::compare && node.op == Operator::eq &&
           (node.children[0]->kind == Kind::path || node.children[1]->kind == Kind::path);
}

void collect(const NodePtr& node, std::vector<NodePtr>& terms) {
    if (node->kind != Kind::logic_and) {
        terms.push_back(node);
        return;
    }
    for (const NodePtr& child : node->children)
        collect(child, terms);
}

Filter joined_by_and(std::vector<NodePtr> terms) {
    if (terms.empty()) return {};
    if (terms.size() == 1) return {std::move(terms.front())};
    auto both = std::make_shared<Node>();
    both->kind = Kind::logic_and;
    both->bound.type = Type::boolean;
    both->children = std::move(terms);
    return {std::move(both)};
}

}  // namespace

IndexTerms index_terms(const Filter& filter) {
    IndexTerms parts;
    if (filter.empty()) return parts;
    std::vector<NodePtr> terms;
    collect(filter.root, terms);
    std::vector<std::pair<const Field*, std::vector<NodePtr>>> fields;
    std::vector<NodePtr> rest;
    for (const NodePtr& term : terms) {
        const Field* field = indexed_field(*term);
        if (field == nullptr) {
            rest.push_back(term);
            continue;
        }
        const auto known = std::find_if(fields.begin(), fields.end(),
                                        [&](const auto& one) { return one.first == field; });
        if (known == fields.end()) {
            fields.push_back({field, {term}});
        } else {
            known->second.push_back(term);
        }
    }
    for (auto& [field, conditions] : fields) {
        const bool one_value = conditions.size() == 1 && equals_one_value(*conditions.front());
        parts.by_field.push_back({field, one_value, joined_by_and(std::move(conditions))});
    }
    parts.rest = joined_by_and(std::move(rest));
    return parts;
}

}  // namespace clientela::filter
