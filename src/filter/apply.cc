// SPDX-License-Identifier: Apache-2.0
// Reads $apply. Steps before the grouping are filters; the grouping is the last step.

#include "filter/apply.h"

#include <algorithm>
#include <array>

#include "filter/binder.h"
#include "filter/parser.h"

namespace clientela::filter {
namespace {

constexpr std::array<std::string_view, 6> kMeasures{"$count", "sum",     "min",
                                                    "max",    "average", "countdistinct"};
constexpr std::size_t kAggregatesMax = 20;

Error apply_error(std::string code, std::string text) {
    Error error = make_error(ErrorCode::invalid, "filter." + code, {{"text", std::move(text)}});
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
    ApplyReader(std::string_view text, const schema::Schema& schema, const schema::Object& object,
                const MayRead& may_read)
        : parser_(text, nullptr), binder_(schema, object, may_read) {}

    Result<Apply> whole() {
        bool grouped = false;
        std::vector<NodePtr> filters;
        do {
            const std::string step = TRY(parser_.word());
            if (grouped) return apply_error("apply_order", step);
            if (!parser_.take('(')) return apply_error("apply_step", step);
            if (step == "filter") {
                parser_.skip_space();
                const NodePtr raw = TRY(parser_.condition());
                filters.push_back(TRY(binder_.condition(*raw)));
                TRY(close(step));
                continue;
            }
            if (step != "groupby" && step != "aggregate") return apply_error("apply_step", step);
            TRY(step == "groupby" ? group() : aggregates());
            TRY(close(step));
            grouped = true;
        } while (parser_.take('/'));
        parser_.skip_space();
        if (!parser_.at_end()) return apply_error("apply_step", std::string(parser_.rest()));
        if (!grouped) return apply_error("apply_step", "filter");
        join_filters(std::move(filters));
        return std::move(apply_);
    }

private:
    Result<void> close(const std::string& step) {
        if (!parser_.take(')'))
            return apply_error("apply_step", step + std::string(parser_.rest()));
        return {};
    }

    void join_filters(std::vector<NodePtr> filters) {
        if (filters.empty()) return;
        if (filters.size() == 1) {
            apply_.filter.root = filters[0];
            return;
        }
        auto all = std::make_shared<Node>();
        all->kind = Kind::logic_and;
        all->bound.type = Type::boolean;
        all->children = std::move(filters);
        apply_.filter.root = std::move(all);
    }

    // "(a,b/c)" and optionally ",aggregate(...)".
    Result<void> group() {
        if (!parser_.take('(')) return apply_error("apply_step", "groupby");
        do {
            parser_.skip_space();
            auto raw = std::make_shared<Node>();
            raw->kind = Kind::path;
            raw->segments = TRY(parser_.path());
            GroupKey key;
            key.name = to_text(*raw);
            raw->bound = TRY(binder_.path(*raw, false));
            const schema::Field* field = raw->bound.field;
            const bool amount = field != nullptr && field->type == schema::FieldType::money &&
                                raw->bound.part != Part::currency;
            if (field == nullptr || amount) return apply_error("apply_group", key.name);
            key.path = std::move(raw);
            apply_.keys.push_back(std::move(key));
        } while (parser_.take(','));
        TRY(close("groupby"));
        if (apply_.keys.size() > kAggregatesMax) return apply_error("apply_group", "groupby");
        if (!parser_.take(',')) return {};
        parser_.skip_space();
        if (TRY(parser_.word()) != "aggregate" || !parser_.take('(')) {
            return apply_error("apply_step", "groupby");
        }
        TRY(aggregates());
        return close("aggregate");
    }

    Result<void> aggregates() {
        do {
            parser_.skip_space();
            TRY(aggregate());
        } while (parser_.take(','));
        if (apply_.aggregates.size() > kAggregatesMax)
            return apply_error("apply_aggregate", "aggregate");
        return {};
    }

    Result<void> keyword(std::string_view word) {
        parser_.skip_space();
        if (TRY(parser_.word()) != word) return apply_error("apply_aggregate", std::string(word));
        parser_.skip_space();
        return {};
    }

    Result<void> aggregate() {
        Aggregate made;
        const std::string written(parser_.rest().substr(0, 60));
        if (parser_.rest().starts_with("$count")) {
            parser_.advance(6);
        } else {
            const NodePtr raw = TRY(parser_.condition());
            made.expression = TRY(binder_.expression(*raw));
            made.money = money_path(made.expression);
            made.whole_money = made.money == made.expression && made.money != nullptr &&
                               made.money->bound.part == Part::whole;
            TRY(keyword("with"));
            const std::string name = TRY(parser_.word());
            const auto found = std::find(kMeasures.begin() + 1, kMeasures.end(), name);
            if (found == kMeasures.end()) return apply_error("apply_aggregate", name);
            made.measure = static_cast<Measure>(found - kMeasures.begin());
            if (!suits(made.measure, made.expression->bound.type)) {
                return apply_error("apply_aggregate", written);
            }
        }
        TRY(keyword("as"));
        made.alias = TRY(parser_.word());
        for (const Aggregate& other : apply_.aggregates) {
            if (other.alias == made.alias) return apply_error("alias_twice", made.alias);
        }
        for (const GroupKey& key : apply_.keys) {
            if (key.name == made.alias) return apply_error("alias_twice", made.alias);
        }
        apply_.aggregates.push_back(std::move(made));
        return {};
    }

    Parser parser_;
    Binder binder_;
    Apply apply_;
};

}  // namespace

Result<Apply> parse_apply(std::string_view text, const schema::Schema& schema,
                          const schema::Object& object, const MayRead& may_read) {
    if (text.size() > kTextMax) return apply_error("apply_step", std::string(text.substr(0, 40)));
    return ApplyReader(text, schema, object, may_read).whole();
}

}  // namespace clientela::filter
