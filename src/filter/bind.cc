// SPDX-License-Identifier: Apache-2.0
// Types of expressions. Comparisons accept two values of one type; a literal takes the type of its
// other side (ids are written as text). Scales of numbers follow from the tree, so that the same
// integers are computed on every store.

#include <algorithm>

#include "filter/binder.h"
#include "filter/literal.h"

namespace clientela::filter {
namespace {

// What the list of `in` may hold.
bool may_be_listed(const Node& node) {
    return node.kind == Kind::literal ||
           (node.kind == Kind::call &&
            (node.function == Function::me || node.function == Function::today ||
             node.function == Function::now || node.function == Function::mindatetime ||
             node.function == Function::maxdatetime));
}

Node copy_of(const Node& node) {
    Node made = node;
    made.children.clear();
    made.bound = Binding{};
    return made;
}

NodePtr share(Node node) { return std::make_shared<const Node>(std::move(node)); }

const schema::Field* option_field(const Node& node) {
    const schema::Field* field = node.bound.field;
    const bool option =
        node.kind == Kind::path && field != nullptr && field->type == schema::FieldType::option;
    return option ? field : nullptr;
}

}  // namespace

Error Binder::fail(const Node& node, std::string code,
                   std::vector<std::pair<std::string, std::string>> args) const {
    const std::string text = to_text(node);
    args.emplace_back("text", text);
    args.emplace_back("at", std::to_string(node.offset));
    Error error = make_error(ErrorCode::invalid, "filter." + code, std::move(args));
    error.fields.push_back(
        FieldError{text.size() > 200 ? "$filter" : text, std::move(code), error.message});
    return error;
}

// What the grammar has and we do not.
Error Binder::unsupported(const Node& node, std::string name) const {
    return fail(node, "not_supported", {{"name", std::move(name)}});
}

Result<NodePtr> Binder::condition(const Node& node) {
    NodePtr made = TRY(expression(node));
    if (made->bound.type != Type::boolean) return fail(node, "not_a_condition");
    return made;
}

Result<NodePtr> Binder::expression(const Node& node) {
    switch (node.kind) {
        case Kind::literal: return literal(node);
        case Kind::path: {
            Node made = copy_of(node);
            made.bound = TRY(path(node, false));
            return share(std::move(made));
        }
        case Kind::negate: return negation(node);
        case Kind::arithmetic: return arithmetic(node);
        case Kind::compare: return comparison(node);
        case Kind::in: return membership(node);
        case Kind::logic_not:
        case Kind::logic_and:
        case Kind::logic_or: return logic(node);
        case Kind::call: return call(node);
        case Kind::lambda: return lambda(node);
        case Kind::has: return unsupported(node, "has");
        case Kind::filtered: return unsupported(node, "$filter(…)");
        case Kind::counted: return unsupported(node, "$count(…)");
        case Kind::aggregated: return unsupported(node, "aggregate");
        case Kind::array:
        case Kind::object:
        case Kind::type_name:
        case Kind::invoke:
        case Kind::member: break;
    }
    return unsupported(node, to_text(node));
}

Result<NodePtr> Binder::literal(const Node& node) {
    Node made = copy_of(node);
    Binding& bound = made.bound;
    bool good = true;
    const auto hold = [&](Type type, auto value) {
        bound.type = type;
        good = value.has_value();
        if (good) bound.value = *value;
    };
    switch (node.literal) {
        case LiteralKind::null: bound.type = Type::null; break;
        case LiteralKind::boolean:
            hold(Type::boolean, std::optional<bool>(node.text == "true"));
            break;
        case LiteralKind::string: hold(Type::text, std::optional<std::string>(node.text)); break;
        case LiteralKind::date: hold(Type::date, parse_date(node.text)); break;
        case LiteralKind::instant: hold(Type::instant, parse_instant(node.text)); break;
        case LiteralKind::duration: hold(Type::duration, duration_of(node.text)); break;
        case LiteralKind::integer:
        case LiteralKind::decimal: {
            const auto number = number_of(node.text);
            hold(Type::number, number);
            good = good && number->scale <= kScaleMax;
            if (good) bound.scale = number->scale;
            break;
        }
        case LiteralKind::time: hold(Type::time, time_of_day(node.text)); break;
        case LiteralKind::guid:
        case LiteralKind::binary:
        case LiteralKind::enumeration:
        case LiteralKind::special: return unsupported(node, to_text(node));
    }
    if (!good) return fail(node, "bad_literal");
    return share(std::move(made));
}

Result<NodePtr> Binder::logic(const Node& node) {
    Node made = copy_of(node);
    made.bound.type = Type::boolean;
    for (const NodePtr& child : node.children)
        made.children.push_back(TRY(condition(*child)));
    return share(std::move(made));
}

// A literal in the type of what it is compared with.
Result<NodePtr> Binder::coerced(const NodePtr& node, const NodePtr& other) {
    if (node->kind != Kind::literal || node->bound.type != Type::text) return node;
    if (other->bound.type == Type::id) {
        const auto id = parse_id(node->text);
        if (!id) return fail(*node, "bad_id");
        Node made = *node;
        made.bound.type = Type::id;
        made.bound.value = *id;
        return share(std::move(made));
    }
    if (const schema::Field* field = option_field(*other)) {
        const auto same = [&](const schema::Option& option) { return option.value == node->text; };
        if (std::none_of(field->options.begin(), field->options.end(), same)) {
            return fail(*node, "unknown_option", {{"field", field->name}, {"value", node->text}});
        }
    }
    return node;
}

Result<Type> Binder::common_type(const Node& left, const Node& right) {
    const Type a = left.bound.type;
    const Type b = right.bound.type;
    if (a == Type::null || a == b) return b;
    if (b == Type::null) return a;
    const bool days =
        (a == Type::instant && b == Type::date) || (a == Type::date && b == Type::instant);
    return fail(right, days ? "instant_and_date" : "type_mismatch", {{"other", to_text(left)}});
}

Result<NodePtr> Binder::comparison(const Node& node) {
    Node made = copy_of(node);
    made.bound.type = Type::boolean;
    NodePtr left = TRY(expression(*node.children[0]));
    NodePtr right = TRY(expression(*node.children[1]));
    made.children.push_back(TRY(coerced(left, right)));
    made.children.push_back(TRY(coerced(right, left)));
    const Type type = TRY(common_type(*made.children[0], *made.children[1]));
    const bool equality = node.op == Operator::eq || node.op == Operator::ne;
    if (!equality && type == Type::boolean) return fail(node, "no_order");
    if (type == Type::duration) return fail(node, "type_mismatch", {{"other", ""}});
    return share(std::move(made));
}

Result<NodePtr> Binder::membership(const Node& node) {
    Node made = copy_of(node);
    made.bound.type = Type::boolean;
    made.children.push_back(TRY(expression(*node.children[0])));
    const Node* list = &node;
    std::size_t first = 1;
    if (node.all) {
        if (node.children[1]->kind != Kind::array) return fail(*node.children[1], "in_list");
        list = node.children[1].get();
        first = 0;
        made.all = false;
    }
    for (std::size_t i = first; i < list->children.size(); ++i) {
        NodePtr raw = TRY(expression(*list->children[i]));
        if (!may_be_listed(*raw)) return fail(*raw, "not_a_constant");
        NodePtr item = TRY(coerced(raw, made.children[0]));
        TRY(common_type(*made.children[0], *item));
        made.children.push_back(std::move(item));
    }
    return share(std::move(made));
}

Result<NodePtr> Binder::negation(const Node& node) {
    Node made = copy_of(node);
    made.children.push_back(TRY(expression(*node.children[0])));
    if (made.children[0]->bound.type != Type::number) return fail(node, "not_a_number");
    made.bound.type = Type::number;
    made.bound.scale = made.children[0]->bound.scale;
    return share(std::move(made));
}

Result<NodePtr> Binder::arithmetic(const Node& node) {
    Node made = copy_of(node);
    made.children.push_back(TRY(expression(*node.children[0])));
    made.children.push_back(TRY(expression(*node.children[1])));
    const Node& left = *made.children[0];
    const Node& right = *made.children[1];
    if (right.bound.type == Type::duration) return moved(std::move(made), left, right);
    for (const NodePtr& child : made.children) {
        if (child->bound.type != Type::number) return fail(*child, "not_a_number");
    }
    const int a = left.bound.scale;
    const int b = right.bound.scale;
    made.bound.type = Type::number;
    switch (node.op) {
        case Operator::mul: made.bound.scale = a + b; break;
        case Operator::div:
            made.bound.scale = a == 0 && b == 0 ? 0 : std::max(a, kDivideScale);
            break;
        case Operator::divby: made.bound.scale = std::max(a, kDivideScale); break;
        default: made.bound.scale = std::max(a, b);
    }
    if (made.bound.scale > kScaleMax) return fail(node, "too_precise");
    return share(std::move(made));
}

// A day or an instant, moved by a duration: now() sub duration'P7D'.
Result<NodePtr> Binder::moved(Node made, const Node& left, const Node& right) {
    const bool plain = made.op == Operator::add || made.op == Operator::sub;
    const Type type = left.bound.type;
    if (!plain || (type != Type::date && type != Type::instant)) {
        return fail(left, "type_mismatch", {{"other", to_text(right)}});
    }
    if (type == Type::date && std::get<std::int64_t>(right.bound.value) % kDayMs != 0) {
        return fail(right, "whole_days");
    }
    made.bound.type = type;
    return share(std::move(made));
}

Result<NodePtr> Binder::lambda(const Node& node) {
    Node made = copy_of(node);
    made.bound = TRY(path(*node.children[0], true));
    made.bound.type = Type::boolean;
    made.children.push_back(node.children[0]);
    if (node.children.size() == 1) return share(std::move(made));
    for (const Scope& scope : scopes_) {
        if (scope.variable == node.variable) return fail(node, "variable_twice");
    }
    scopes_.push_back({node.variable, made.bound.object});
    auto inner = condition(*node.children[1]);
    scopes_.pop_back();
    made.children.push_back(TRY(std::move(inner)));
    return share(std::move(made));
}

Result<Filter> bind(const NodePtr& node, const schema::Schema& schema, const schema::Object& object,
                    const MayRead& may_read) {
    if (node == nullptr) return Filter{};
    Binder binder(schema, object, may_read);
    return Filter{TRY(binder.condition(*node))};
}

Result<Filter> parse_and_bind(std::string_view text, const schema::Schema& schema,
                              const schema::Object& object, const MayRead& may_read) {
    return filter::bind(TRY(parse(text)), schema, object, may_read);
}

}  // namespace clientela::filter
