// SPDX-License-Identifier: Apache-2.0
// The work of evaluate(): conditions that are true or false, values that may be null. Numbers are
// scaled integers of the scale that the tree says.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/wide.h"
#include "filter/node.h"
#include "tests/filter_evaluate.h"

namespace clientela::filter {

using Scalar = std::variant<std::monostate, bool, Wide, std::string, Date, Instant, Id>;

Wide power_of_ten(int exponent);
Scalar scalar_of(const Value& value);  // numbers without their scale

class Evaluator {
public:
    Evaluator(const Source& record, const EvaluateOptions& options)
        : options_(options), records_{&record} {}

    bool condition(const Node& node);
    Scalar value(const Node& node);

private:
    bool compare(const Node& node);
    bool contained(const Node& node);
    bool lambda(const Node& node);
    bool below(const Node& node);
    bool text_test(const Node& node);
    Scalar number(const Node& node, int scale);
    Scalar literal(const Node& node) const;
    Scalar path(const Binding& path) const;
    Scalar arithmetic(const Node& node);
    Scalar call(const Node& node);
    Scalar choice(const Node& node);
    Scalar text_call(const Node& node, const std::string& text);
    Scalar part(Function function, const Scalar& moment) const;
    LocalTime local(Instant instant) const;
    // The record a path ends in; null when a link on the way is empty or closed.
    std::shared_ptr<const Source> reach(const Binding& path, const Source*& found) const;
    std::vector<std::shared_ptr<const Source>> elements(const Binding& path) const;

    const EvaluateOptions& options_;
    std::vector<const Source*> records_;  // by level
};

}  // namespace clientela::filter
