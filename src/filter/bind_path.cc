// SPDX-License-Identifier: Apache-2.0
// Names of a path, one after the other: links, then a field, part of money or a to-many step. A
// field that may not be read is answered like one that does not exist.

#include "filter/binder.h"

namespace clientela::filter {

struct Binder::Walk {
    std::size_t next = 0;  // segment to look at
    const schema::Object* object = nullptr;
    Binding found;
    bool done = false;
};

namespace {

Type type_of(const schema::Field& field) {
    switch (field.type) {
        case schema::FieldType::id:
        case schema::FieldType::link:
        case schema::FieldType::reference: return Type::id;
        case schema::FieldType::string:
        case schema::FieldType::text:
        case schema::FieldType::option: return Type::text;
        case schema::FieldType::integer:
        case schema::FieldType::decimal:
        case schema::FieldType::money: return Type::number;
        case schema::FieldType::boolean: return Type::boolean;
        case schema::FieldType::date: return Type::date;
        case schema::FieldType::instant: return Type::instant;
        case schema::FieldType::json: return Type::none;
    }
    return Type::none;
}

}  // namespace

bool Binder::readable(const schema::Object& object, const schema::Field& field) const {
    return !field.secret && (!may_read_ || may_read_(object, field));
}

Error Binder::unknown(const Node& node, std::size_t segment, const schema::Object& object) const {
    // The byte of the very name; there is no white space inside a path.
    Node here = node;
    for (std::size_t i = 0; i < segment; ++i)
        here.offset += node.segments[i].size() + 1;
    const std::string& name = node.segments[segment];
    const auto label = [&](const std::string& text) { return text.empty() ? object.name : text; };
    return fail(here, "unknown_field",
                {{"field", name},
                 {"object", object.name},
                 {"object_es", label(object.label_many.es)},
                 {"object_en", label(object.label_many.en)}});
}

Result<Binding> Binder::path(const Node& node, bool collection) {
    if (node.kind != Kind::path) return unsupported(node, to_text(node));
    Walk walk;
    walk.object = &root_;
    const std::string& first = node.segments.front();
    for (std::size_t i = scopes_.size(); i > 0 && walk.next == 0; --i) {
        if (scopes_[i - 1].variable != first) continue;
        walk.found.level = static_cast<int>(i);
        walk.object = scopes_[i - 1].object;
        walk.next = 1;
    }
    if (walk.next == 0 && first[0] == '@') {
        if (first.find_first_of(".#") != std::string::npos) return unsupported(node, first);
        return fail(node, "unknown_alias", {{"name", first}});
    }
    if (walk.next == 0 && (first == "$it" || (first == "$this" && scopes_.empty()))) {
        walk.next = 1;
    } else if (walk.next == 0 && first[0] == '$') {
        return unsupported(node, first);
    }
    while (!walk.done && walk.next < node.segments.size())
        TRY(step(node, walk, collection));
    if (!walk.done) return fail(node, "incomplete_path");
    if (walk.next < node.segments.size()) {
        return unknown(node, walk.next, *walk.object);
    }
    if (collection != (walk.found.type == Type::none)) {
        return fail(node, collection ? "not_a_collection" : "collection");
    }
    return walk.found;
}

Result<void> Binder::step(const Node& node, Walk& walk, bool collection) {
    const std::string& name = node.segments[walk.next];
    if (const schema::Field* field = walk.object->find_field(name)) {
        return field_end(node, walk, *field);
    }
    const schema::Field* link = walk.object->find_field(name + "_id");
    if (link != nullptr && link->type == schema::FieldType::link &&
        link->target_object != nullptr && readable(*walk.object, *link)) {
        walk.found.links.push_back(link);
        walk.object = link->target_object;
        ++walk.next;
        return {};
    }
    if (TRY(many_end(node, walk, collection))) return {};
    return unknown(node, walk.next, *walk.object);
}

Result<void> Binder::field_end(const Node& node, Walk& walk, const schema::Field& field) {
    if (!readable(*walk.object, field)) return unknown(node, walk.next, *walk.object);
    walk.found.field = &field;
    walk.found.type = type_of(field);
    if (walk.found.type == Type::none) return fail(node, "not_filterable");
    walk.found.scale = field.type == schema::FieldType::decimal ? field.scale
                       : field.type == schema::FieldType::money ? kMoneyScale
                                                                : 0;
    walk.done = true;
    ++walk.next;
    if (field.type != schema::FieldType::money || walk.next >= node.segments.size()) return {};
    const std::string& part = node.segments[walk.next];
    if (part == "amount") {
        walk.found.part = Part::amount;
    } else if (part == "currency") {
        walk.found.part = Part::currency;
        walk.found.type = Type::text;
        walk.found.scale = 0;
    } else {
        return fail(node, "money_part", {{"field", field.name}, {"part", part}});
    }
    ++walk.next;
    return {};
}

// A relation or a many-to-many link, under a lambda or counted.
Result<bool> Binder::many_end(const Node& node, Walk& walk, bool collection) {
    const std::string& name = node.segments[walk.next];
    const schema::Relation* relation = walk.object->find_relation(name);
    const schema::ManyLink* many = walk.object->find_many_link(name);
    if (relation != nullptr && relation->via_field != nullptr &&
        readable(*relation->target_object, *relation->via_field)) {
        walk.found.relation = relation;
        walk.found.object = relation->target_object;
    } else if (many != nullptr && many->target_object != nullptr) {
        walk.found.many = many;
        walk.found.object = many->target_object;
    } else {
        return false;
    }
    walk.done = true;
    ++walk.next;
    if (!collection && walk.next < node.segments.size() && node.segments[walk.next] == "$count") {
        walk.found.type = Type::number;
        ++walk.next;
    }
    return true;
}

}  // namespace clientela::filter
