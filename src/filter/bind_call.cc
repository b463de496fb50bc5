// SPDX-License-Identifier: Apache-2.0
// Functions: what each takes and gives.

#include <algorithm>
#include <string_view>

#include "filter/binder.h"

namespace clientela::filter {
namespace {

// One letter per argument: t text, n whole number, x any number, i instant, d date or instant.
struct Signature {
    std::string_view takes;
    Type gives;
};

Signature signature_of(Function function) {
    switch (function) {
        case Function::contains:
        case Function::startswith:
        case Function::endswith: return {"tt", Type::boolean};
        case Function::length: return {"t", Type::number};
        case Function::indexof: return {"tt", Type::number};
        case Function::substring: return {"tnn", Type::text};
        case Function::concat: return {"tt", Type::text};
        case Function::tolower:
        case Function::toupper:
        case Function::trim:
        case Function::fold: return {"t", Type::text};
        case Function::year:
        case Function::month:
        case Function::day: return {"d", Type::number};
        case Function::hour:
        case Function::minute:
        case Function::second: return {"i", Type::number};
        case Function::date: return {"d", Type::date};
        case Function::now:
        case Function::mindatetime:
        case Function::maxdatetime: return {"", Type::instant};
        case Function::round:
        case Function::floor:
        case Function::ceiling: return {"x", Type::number};
        case Function::time: return {"i", Type::time};
        case Function::fractionalseconds:
        case Function::totaloffsetminutes: return {"i", Type::number};
        case Function::me: return {"", Type::id};
        case Function::today: return {"", Type::date};
        case Function::below:
        case Function::choose:
        case Function::totalseconds:
        case Function::matches_pattern:
        case Function::has_subset:
        case Function::has_subsequence:
        case Function::cast:
        case Function::is_of:
        case Function::is_defined:
        case Function::none: return {"", Type::boolean};
    }
    return {"", Type::none};
}

// Valid OData that no store answers like the other.
bool is_refused(Function function) {
    return function == Function::matches_pattern || function == Function::has_subset ||
           function == Function::has_subsequence || function == Function::cast ||
           function == Function::is_of || function == Function::is_defined;
}

bool fits(char kind, const Binding& bound) {
    switch (kind) {
        case 't': return bound.type == Type::text;
        case 'n': return bound.type == Type::number && bound.scale == 0;
        case 'x': return bound.type == Type::number;
        case 'i': return bound.type == Type::instant;
        default: return bound.type == Type::date || bound.type == Type::instant;
    }
}

}  // namespace

Result<NodePtr> Binder::call(const Node& node) {
    if (node.function == Function::below) return below(node);
    if (node.function == Function::choose) return choice(node);
    if (node.function == Function::totalseconds) return total_seconds(node);
    if (is_refused(node.function)) {
        return unsupported(node, std::string(shape_of(node.function).name));
    }
    Node made = node;
    made.children.clear();
    made.bound = Binding{};
    const Signature signature = signature_of(node.function);
    made.bound.type = signature.gives;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        NodePtr argument = TRY(expression(*node.children[i]));
        if (!fits(signature.takes[i], argument->bound)) {
            return fail(*argument, "bad_argument",
                        {{"name", std::string(shape_of(node.function).name)}});
        }
        made.children.push_back(std::move(argument));
    }
    if (node.function == Function::fractionalseconds) made.bound.scale = 3;
    return std::make_shared<const Node>(std::move(made));
}

// The seconds of a written duration are a number that is known already.
Result<NodePtr> Binder::total_seconds(const Node& node) {
    NodePtr argument = TRY(expression(*node.children[0]));
    if (argument->bound.type != Type::duration) {
        return fail(*argument, "bad_argument", {{"name", "totalseconds"}});
    }
    Node made;
    made.kind = Kind::literal;
    made.literal = LiteralKind::decimal;
    made.offset = node.offset;
    made.bound.type = Type::number;
    made.bound.scale = 3;
    made.bound.value = Decimal{std::get<std::int64_t>(argument->bound.value), 3};
    made.text = to_string(std::get<Decimal>(made.bound.value));
    return std::make_shared<const Node>(std::move(made));
}

// case(condition:value,...): null when no condition holds; all values of one type.
Result<NodePtr> Binder::choice(const Node& node) {
    Node made = node;
    made.children.clear();
    made.bound = Binding{};
    made.bound.type = Type::null;
    for (std::size_t i = 0; i < node.children.size(); i += 2) {
        made.children.push_back(TRY(condition(*node.children[i])));
        NodePtr value = TRY(expression(*node.children[i + 1]));
        const Type type = value->bound.type;
        const bool fitting =
            type == Type::null || made.bound.type == Type::null || type == made.bound.type;
        if (!fitting || type == Type::duration) {
            return fail(*value, "type_mismatch", {{"other", to_text(*node.children[1])}});
        }
        if (type != Type::null) made.bound.type = type;
        made.bound.scale = std::max(made.bound.scale, value->bound.scale);
        made.children.push_back(std::move(value));
    }
    if (made.bound.type == Type::null) return fail(node, "bad_argument", {{"name", "case"}});
    return std::make_shared<const Node>(std::move(made));
}

// clientela.below(territory_id,'ID'): in that node of a tree or under it.
Result<NodePtr> Binder::below(const Node& node) {
    Node made = node;
    made.children.clear();
    made.bound = Binding{};
    made.bound.type = Type::boolean;
    const Node& over = *node.children[0];
    if (over.kind != Kind::path) return fail(over, "not_a_tree");
    Node place = over;
    auto single = path(over, false);
    if (single.ok()) {
        place.bound = *single;
    } else {
        // The first answer names an unknown field better than the second.
        auto many = path(over, true);
        if (!many.ok()) return std::move(single).error();
        place.bound = *many;
    }
    const schema::Object* tree = place.bound.many != nullptr ? place.bound.object : nullptr;
    if (place.bound.type == Type::id) {
        const bool own = place.bound.field->type == schema::FieldType::id;
        tree = place.bound.field->target_object;
        if (own)
            tree = place.bound.links.empty() ? nullptr : place.bound.links.back()->target_object;
        if (own && place.bound.links.empty()) {
            tree = place.bound.level == 0
                       ? &root_
                       : scopes_[static_cast<std::size_t>(place.bound.level) - 1].object;
        }
    }
    if (tree == nullptr || tree->parent.empty()) return fail(over, "not_a_tree");
    made.bound.object = tree;
    const Node& root = *node.children[1];
    const auto id = root.kind == Kind::literal ? parse_id(root.text) : std::nullopt;
    if (!id) return fail(root, "bad_id");
    Node branch = root;
    branch.bound.type = Type::id;
    branch.bound.value = *id;
    made.children = {std::make_shared<const Node>(std::move(place)),
                     std::make_shared<const Node>(std::move(branch))};
    return std::make_shared<const Node>(std::move(made));
}

}  // namespace clientela::filter
