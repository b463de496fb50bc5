// SPDX-License-Identifier: Apache-2.0
// The meaning of a filter on one record in memory, written apart from its SQL: what both stores
// answer is held against it.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/zone.h"
#include "filter/filter.h"

namespace clientela::filter {

// One record as the evaluator sees it. Whoever offers links hands out living, visible records only.
class Source {
public:
    virtual ~Source() = default;
    virtual Value field(const schema::Field& field) const = 0;
    virtual std::shared_ptr<const Source> follow(const schema::Field& link) const;
    virtual std::vector<std::shared_ptr<const Source>> related(
        const schema::Relation& relation) const;
    virtual std::vector<std::shared_ptr<const Source>> linked(const schema::ManyLink& link) const;
};

struct EvaluateOptions {
    const Zone* zone = nullptr;  // for date(), hour() ... of instants; UTC without one
    Instant now;
    Date today;
    Id me;
    std::function<std::vector<Id>(const schema::Object& tree, Id root)> below;
};

bool evaluate(const Filter& filter, const Source& record, const EvaluateOptions& options);

}  // namespace clientela::filter
