// SPDX-License-Identifier: Apache-2.0
// Lookups of the snapshot.
#include "schema/schema.h"

#include <algorithm>

namespace clientela::schema {

const Field* Object::find_field(std::string_view field_name) const {
    const auto found = field_index.find(std::string(field_name));
    return found == field_index.end() ? nullptr : &fields[static_cast<std::size_t>(found->second)];
}

const Field& Object::field(std::string_view field_name) const {
    const Field* found = find_field(field_name);
    CHECK(found != nullptr);
    return *found;
}

const Relation* Object::find_relation(std::string_view relation_name) const {
    const auto found = std::find_if(relations.begin(), relations.end(),
                                    [&](const Relation& r) { return r.name == relation_name; });
    return found == relations.end() ? nullptr : &*found;
}

const ManyLink* Object::find_many_link(std::string_view link_name) const {
    const auto found = std::find_if(many_links.begin(), many_links.end(),
                                    [&](const ManyLink& l) { return l.name == link_name; });
    return found == many_links.end() ? nullptr : &*found;
}

const Object* Schema::find(std::string_view set_name) const {
    const auto found = object_index.find(std::string(set_name));
    return found == object_index.end() ? nullptr
                                       : &objects[static_cast<std::size_t>(found->second)];
}

const Object& Schema::get(std::string_view set_name) const {
    const Object* found = find(set_name);
    CHECK(found != nullptr);
    return *found;
}

const Object* Schema::find_by_id(std::uint16_t id) const {
    const auto found =
        std::find_if(objects.begin(), objects.end(), [&](const Object& o) { return o.id == id; });
    return found == objects.end() ? nullptr : &*found;
}

const Object* Schema::find_by_singular(std::string_view singular) const {
    const auto found = std::find_if(objects.begin(), objects.end(),
                                    [&](const Object& o) { return o.singular == singular; });
    return found == objects.end() ? nullptr : &*found;
}

std::string quoted(std::string_view identifier) {
    std::string text;
    text.reserve(identifier.size() + 2);
    text += '"';
    text += identifier;
    text += '"';
    return text;
}

}  // namespace clientela::schema
