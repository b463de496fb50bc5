// SPDX-License-Identifier: Apache-2.0
// Conditions and paths. Null compares as nothing but equal to null.

#include "tests/filter_evaluate.h"

#include <algorithm>

#include "filter/binder.h"
#include "tests/filter_evaluator.h"

namespace clientela::filter {
namespace {

bool is_nothing(const Scalar& value) { return value.index() == 0; }

bool ordered(Operator op, const Scalar& left, const Scalar& right) {
    if (is_nothing(left) || is_nothing(right)) return false;
    switch (op) {
        case Operator::gt: return right < left;
        case Operator::ge: return !(left < right);
        case Operator::lt: return left < right;
        default: return !(right < left);
    }
}

Scalar amount_of(const Money& money) {
    const int digits = currency_digits(money.currency).value_or(2);
    return Wide{money.minor} * power_of_ten(kMoneyScale - digits);
}

}  // namespace

std::shared_ptr<const Source> Source::follow(const schema::Field&) const { return nullptr; }

std::vector<std::shared_ptr<const Source>> Source::related(const schema::Relation&) const {
    return {};
}

std::vector<std::shared_ptr<const Source>> Source::linked(const schema::ManyLink&) const {
    return {};
}

bool Evaluator::condition(const Node& node) {
    switch (node.kind) {
        case Kind::compare: return compare(node);
        case Kind::in: return contained(node);
        case Kind::lambda: return lambda(node);
        case Kind::logic_not: return !condition(*node.children[0]);
        case Kind::logic_and:
            return std::all_of(node.children.begin(), node.children.end(),
                               [&](const NodePtr& child) { return condition(*child); });
        case Kind::logic_or:
            return std::any_of(node.children.begin(), node.children.end(),
                               [&](const NodePtr& child) { return condition(*child); });
        case Kind::call:
            if (node.function == Function::choose) return value(node) == Scalar{true};
            return node.function == Function::below ? below(node) : text_test(node);
        default: return value(node) == Scalar{true};
    }
}

bool Evaluator::compare(const Node& node) {
    const Node& left = *node.children[0];
    const Node& right = *node.children[1];
    const int scale = std::max(left.bound.scale, right.bound.scale);
    const bool numbers = left.bound.type == Type::number || right.bound.type == Type::number;
    const Scalar a = numbers ? number(left, scale) : value(left);
    const Scalar b = numbers ? number(right, scale) : value(right);
    if (node.op == Operator::eq) return a == b;
    if (node.op == Operator::ne) return a != b;
    return ordered(node.op, a, b);
}

bool Evaluator::contained(const Node& node) {
    const Node& subject = *node.children[0];
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const Node& item = *node.children[i];
        const int scale = std::max(subject.bound.scale, item.bound.scale);
        const bool numbers = subject.bound.type == Type::number;
        if (numbers ? number(subject, scale) == number(item, scale)
                    : value(subject) == value(item)) {
            return true;
        }
    }
    return false;
}

std::shared_ptr<const Source> Evaluator::reach(const Binding& path, const Source*& found) const {
    found = records_[static_cast<std::size_t>(path.level)];
    std::shared_ptr<const Source> keep;
    for (const schema::Field* link : path.links) {
        keep = found->follow(*link);
        found = keep.get();
        if (found == nullptr) break;
    }
    return keep;
}

std::vector<std::shared_ptr<const Source>> Evaluator::elements(const Binding& path) const {
    const Source* owner = nullptr;
    const auto keep = reach(path, owner);
    if (owner == nullptr) return {};
    return path.relation != nullptr ? owner->related(*path.relation) : owner->linked(*path.many);
}

bool Evaluator::lambda(const Node& node) {
    const auto rows = elements(node.bound);
    if (node.children.size() == 1) return !rows.empty();
    for (const auto& row : rows) {
        records_.push_back(row.get());
        const bool holds = condition(*node.children[1]);
        records_.pop_back();
        if (holds != node.all) return holds;
    }
    return node.all;
}

bool Evaluator::below(const Node& node) {
    if (!options_.below) return false;
    const Node& place = *node.children[0];
    const Id root = std::get<Id>(node.children[1]->bound.value);
    const std::vector<Id> branch = options_.below(*node.bound.object, root);
    const auto inside = [&](const Scalar& id) {
        return std::holds_alternative<Id>(id) &&
               std::find(branch.begin(), branch.end(), std::get<Id>(id)) != branch.end();
    };
    if (place.bound.many == nullptr) return inside(path(place.bound));
    const schema::Field& key = place.bound.object->field("id");
    for (const auto& row : elements(place.bound)) {
        const Value id = row->field(key);
        if (std::holds_alternative<Id>(id) && inside(std::get<Id>(id))) return true;
    }
    return false;
}

Scalar Evaluator::path(const Binding& path) const {
    if (path.field == nullptr) return static_cast<Wide>(elements(path).size());
    const Source* owner = nullptr;
    const auto keep = reach(path, owner);
    if (owner == nullptr) return {};
    const Value value = owner->field(*path.field);
    if (const auto* money = std::get_if<Money>(&value)) {
        return path.part == Part::currency ? Scalar{money->currency} : amount_of(*money);
    }
    return scalar_of(value);
}

bool evaluate(const Filter& filter, const Source& record, const EvaluateOptions& options) {
    return filter.empty() || Evaluator(record, options).condition(*filter.root);
}

}  // namespace clientela::filter
