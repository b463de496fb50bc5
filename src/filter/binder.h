// SPDX-License-Identifier: Apache-2.0
// The work of bind(): one walk that copies the tree and decides what every name and literal means.
// Also used by $apply, $orderby and $select, which speak of the same paths.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "filter/filter.h"
#include "filter/node.h"

namespace clientela::filter {

class Binder {
public:
    Binder(const schema::Schema& schema, const schema::Object& object, const MayRead& may_read)
        : schema_(schema), root_(object), may_read_(may_read) {}

    Result<NodePtr> condition(const Node& node);   // gives yes or no
    Result<NodePtr> expression(const Node& node);  // any value
    // A path; `collection` says whether it has to end in a to-many step.
    Result<Binding> path(const Node& node, bool collection);

private:
    struct Walk;

    Result<NodePtr> literal(const Node& node);
    Result<NodePtr> logic(const Node& node);
    Result<NodePtr> comparison(const Node& node);
    Result<NodePtr> membership(const Node& node);
    Result<NodePtr> arithmetic(const Node& node);
    Result<NodePtr> moved(Node made, const Node& left, const Node& right);
    Result<NodePtr> negation(const Node& node);
    Result<NodePtr> lambda(const Node& node);
    Result<NodePtr> call(const Node& node);
    Result<NodePtr> below(const Node& node);
    Result<NodePtr> choice(const Node& node);
    Result<NodePtr> total_seconds(const Node& node);
    Result<NodePtr> coerced(const NodePtr& node, const NodePtr& other);
    Result<Type> common_type(const Node& left, const Node& right);
    Result<void> step(const Node& node, Walk& walk, bool collection);
    Result<void> field_end(const Node& node, Walk& walk, const schema::Field& field);
    Result<bool> many_end(const Node& node, Walk& walk, bool collection);
    bool readable(const schema::Object& object, const schema::Field& field) const;
    Error fail(const Node& node, std::string code,
               std::vector<std::pair<std::string, std::string>> args = {}) const;
    Error unknown(const Node& node, std::size_t segment, const schema::Object& object) const;
    Error unsupported(const Node& node, std::string name) const;

    struct Scope {
        std::string variable;
        const schema::Object* object;
    };

    const schema::Schema& schema_;
    const schema::Object& root_;
    const MayRead& may_read_;
    std::vector<Scope> scopes_;
};

inline constexpr int kMoneyScale = 4;   // amounts of any currency, in expressions
inline constexpr int kDivideScale = 6;  // digits after the point of a quotient, at least
inline constexpr int kScaleMax = 12;

}  // namespace clientela::filter
