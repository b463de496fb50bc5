// SPDX-License-Identifier: Apache-2.0
// Reads $apply. Steps before the grouping are filters; the grouping is the last step.

#include "filter/apply.h"

#include <algorithm>
#include <array>

#include "filter/binder.h"
#include "filter/syntax.h"

namespace clientela::filter {
namespace {

constexpr std::array<std::string_view, 6> kMeasures{"$count", "sum",     "min",
                                                    "max",    "average", "countdistinct"};
constexpr std::size_t kAggregatesMax = 20;

Error apply_error(std::string code, std::string text, std::size_t at) {
    Error error = make_error(ErrorCode::invalid, "filter." + code,
                             {{"text", text}, {"name", text}, {"at", std::to_string(at)}});
    error.fields.push_back(FieldError{"$apply", std::move(code), error.message});
    return error;
}

NodePtr money_path(const NodePtr& node) {
    const schema::Field* field = node->bound.field;
    if (node->kind == Kind::path && field != nullptr && node->bound.part != Part::currency &&
        field->type == schema::FieldType::money) {
        return node;
    }
    for (const NodePtr& child : node->children) {
        if (NodePtr found = money_path(child)) return found;
    }
    return nullptr;
}

bool suits(Measure measure, Type type) {
    switch (measure) {
        case Measure::count:
        case Measure::countdistinct: return true;
        case Measure::sum:
        case Measure::average: return type == Type::number;
        case Measure::min:
        case Measure::max:
            return type == Type::number || type == Type::date || type == Type::instant ||
                   type == Type::text;
    }
    return false;
}

class ApplyReader {
public:
    ApplyReader(const schema::Schema& schema, const schema::Object& object, const MayRead& may_read)
        : binder_(schema, object, may_read) {}

    Result<Apply> whole(const std::vector<ApplyStep>& steps) {
        bool grouped = false;
        std::vector<NodePtr> filters;
        for (const ApplyStep& step : steps) {
            if (grouped) return apply_error("apply_order", step.name, step.offset);
            if (step.name == "filter") {
                filters.push_back(TRY(binder_.condition(*step.expressions[0])));
                continue;
            }
            if (step.name == "identity") continue;
            if (step.name != "groupby" && step.name != "aggregate") {
                return apply_error("not_supported", step.name, step.offset);
            }
            TRY(step.name == "groupby" ? group(step) : aggregates(step));
            grouped = true;
        }
        if (!grouped) return apply_error("apply_step", steps.back().name, steps.back().offset);
        apply_.filter.root = joined_by_and(std::move(filters));
        return std::move(apply_);
    }

private:
    Result<void> group(const ApplyStep& step) {
        if (!step.exotic.empty()) return apply_error("not_supported", step.exotic, step.exotic_at);
        for (const NodePtr& path : step.expressions) {
            auto raw = std::make_shared<Node>(*path);
            GroupKey key;
            key.name = to_text(*raw);
            raw->bound = TRY(binder_.path(*raw, false));
            const schema::Field* field = raw->bound.field;
            const bool amount = field != nullptr && field->type == schema::FieldType::money &&
                                raw->bound.part != Part::currency;
            if (field == nullptr || amount) {
                return apply_error("apply_group", key.name, path->offset);
            }
            key.path = std::move(raw);
            apply_.keys.push_back(std::move(key));
        }
        if (apply_.keys.size() > kAggregatesMax) {
            return apply_error("apply_group", "groupby", step.offset);
        }
        if (step.inner.empty()) return {};
        const std::vector<ApplyStep>& inner = step.inner[0];
        if (inner[0].name != "aggregate" || inner.size() > 1) {
            const ApplyStep& odd = inner[0].name != "aggregate" ? inner[0] : inner[1];
            return apply_error("not_supported", odd.name, odd.offset);
        }
        return aggregates(inner[0]);
    }

    Result<void> aggregates(const ApplyStep& step) {
        if (!step.exotic.empty()) return apply_error("not_supported", step.exotic, step.exotic_at);
        for (std::size_t i = 0; i < step.methods.size(); ++i)
            TRY(aggregate(step, i));
        if (apply_.aggregates.size() > kAggregatesMax)
            return apply_error("apply_aggregate", "aggregate", step.offset);
        return {};
    }

    Result<void> aggregate(const ApplyStep& step, std::size_t place) {
        Aggregate made;
        const std::string& method = step.methods[place];
        const auto refuse = [&](const std::string& text) {
            return apply_error("apply_aggregate", text, step.places[place]);
        };
        if (method != "$count") {
            made.expression = TRY(binder_.expression(*step.expressions[place]));
            made.money = money_path(made.expression);
            made.whole_money = made.money == made.expression && made.money != nullptr &&
                               made.money->bound.part == Part::whole;
            const auto found = std::find(kMeasures.begin() + 1, kMeasures.end(), method);
            if (found == kMeasures.end()) {
                return refuse(method.empty() ? to_text(*step.expressions[place]) : method);
            }
            made.measure = static_cast<Measure>(found - kMeasures.begin());
            if (!suits(made.measure, made.expression->bound.type)) {
                return refuse(to_text(*step.expressions[place]) + " with " + method);
            }
        }
        made.alias = step.aliases[place];
        for (const Aggregate& other : apply_.aggregates) {
            if (other.alias == made.alias)
                return apply_error("alias_twice", made.alias, step.places[place]);
        }
        for (const GroupKey& key : apply_.keys) {
            if (key.name == made.alias)
                return apply_error("alias_twice", made.alias, step.places[place]);
        }
        apply_.aggregates.push_back(std::move(made));
        return {};
    }

    Binder binder_;
    Apply apply_;
};

}  // namespace

Result<Apply> parse_apply(std::string_view text, const schema::Schema& schema,
                          const schema::Object& object, const MayRead& may_read) {
    return ApplyReader(schema, object, may_read).whole(TRY(apply_syntax(text)));
}

}  // namespace clientela::filter
