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

// Of the object itself (level 0), or of the elements of a lambda over what belongs to it (level 1).
const Field* column_of(const Node& node, int level) {
    const Binding& path = node.bound;
    const bool own = node.kind == Kind::path && path.links.empty() && path.level == level &&
                     path.relation == nullptr && path.many == nullptr && path.part == Part::whole;
    return own && path.field != nullptr && is_indexed(*path.field) ? path.field : nullptr;
}

// date(moment) and year(moment) become ranges.
const Field* compared_column(const Node& node, Operator op, int level) {
    const bool day = node.kind == Kind::call && node.function == Function::date;
    const bool year = node.kind == Kind::call && node.function == Function::year;
    if (day || (year && op == Operator::eq)) return column_of(*node.children.front(), level);
    return column_of(node, level);
}

const Field* field_of_comparison(const Node& node, int level) {
    if (node.op == Operator::ne) return nullptr;
    const Node& left = *node.children[0];
    const Node& right = *node.children[1];
    if (is_constant(right)) return compared_column(left, node.op, level);
    return is_constant(left) ? compared_column(right, node.op, level) : nullptr;
}

const Field* indexed_field(const Node& node, int level) {
    switch (node.kind) {
        case Kind::compare: return field_of_comparison(node, level);
        case Kind::in: {
            const bool with_null = std::any_of(node.children.begin() + 1, node.children.end(),
                                               [](const NodePtr& item) { return is_null(*item); });
            return with_null ? nullptr : column_of(*node.children.front(), level);
        }
        case Kind::call: {
            if (node.function == Function::below) return column_of(*node.children[0], level);
            if (node.function != Function::startswith) return nullptr;
            const bool fixed = node.children[1]->kind == Kind::literal;
            return fixed ? column_of(*node.children[0], level) : nullptr;
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

IndexTerms terms_at(const NodePtr& root, int level) {
    IndexTerms parts;
    std::vector<NodePtr> terms;
    collect(root, terms);
    std::vector<std::pair<const Field*, std::vector<NodePtr>>> fields;
    std::vector<NodePtr> rest;
    for (const NodePtr& term : terms) {
        const Field* field = indexed_field(*term, level);
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
        parts.by_field.push_back({field, one_value, {joined_by_and(std::move(conditions))}});
    }
    parts.rest.root = joined_by_and(std::move(rest));
    return parts;
}

bool belongs_to_the_object(const Binding& path) { return path.level == 0 && path.links.empty(); }

// Then the elements of one record are not those of another, and nothing can lead.
bool names_the_object(const Node& node) {
    const bool lambda = node.kind == Kind::lambda;
    if ((lambda || node.kind == Kind::path) && node.bound.level == 0) return true;
    // The path of a lambda is bound with the lambda, its body follows.
    return std::any_of(node.children.begin() + (lambda ? 1 : 0), node.children.end(),
                       [](const NodePtr& child) { return names_the_object(*child); });
}

// Without elements: it is another kind of condition.
ElementTerm element_term(const NodePtr& node) {
    ElementTerm made{{node}, nullptr, {}, {}};
    if (node->kind == Kind::call && node->function == Function::below) {
        const Binding& place = node->children[0]->bound;
        if (place.many == nullptr || !belongs_to_the_object(place)) return made;
        made.elements = place.object;
        made.parts.push_back({node});
    }
    if (node->kind != Kind::lambda || node->all || node->children.size() < 2 ||
        !belongs_to_the_object(node->bound) || names_the_object(*node->children[1]))
        return made;
    made.elements = node->bound.object;
    for (IndexTerm& term : terms_at(node->children[1], 1).by_field)
        made.parts.push_back(std::move(term.filter));
    return made;
}

}  // namespace

IndexTerms index_terms(const Filter& filter) {
    if (filter.empty()) return {};
    IndexTerms parts = terms_at(filter.root, 0);
    if (parts.rest.empty()) return parts;
    std::vector<NodePtr> rest;
    collect(parts.rest.root, rest);
    for (const NodePtr& term : rest) {
        ElementTerm found = element_term(term);
        if (found.elements == nullptr) continue;
        std::vector<NodePtr> others;
        collect(filter.root, others);
        std::erase(others, term);
        found.others.root = joined_by_and(std::move(others));
        parts.by_elements.push_back(std::move(found));
    }
    return parts;
}

}  // namespace clientela::filter
