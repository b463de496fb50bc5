// SPDX-License-Identifier: Apache-2.0
// The view is a copy with the same order of objects and fields, so records fit both; only marks
// differ, and relations over a hidden link are gone.
#include "access/masks.h"

#include <algorithm>
#include <functional>

#include <boost/json.hpp>

#include "schema/telling.h"

namespace clientela::access {
namespace {

namespace json = boost::json;

Error mask_error(std::string object, std::string word) {
    return field_error("masks", "unknown_mask",
                       {{"object", std::move(object)}, {"word", std::move(word)}});
}

std::string_view text_of(json::string_view text) { return {text.data(), text.size()}; }

Result<void> check_name(const schema::Object& object, const std::string& name) {
    if (object.find_many_link(name) != nullptr) return {};
    const schema::Field* field = object.find_field(name);
    const bool kept_by_the_engine =
        field != nullptr && field->standard && field->type != schema::FieldType::link;
    if (field == nullptr || field->secret || kept_by_the_engine)
        return mask_error(object.name, name);
    return {};
}

Result<std::map<std::string, Mask>> parse_masks_on(const std::string& object,
                                                   const json::value& value) {
    std::map<std::string, Mask> fields;
    if (!value.is_object()) return mask_error(object, "{}");
    for (const auto& [name, word] : value.get_object()) {
        if (word == "hidden") {
            fields.emplace(text_of(name), Mask::hidden);
        } else if (word == "read") {
            fields.emplace(text_of(name), Mask::read);
        } else if (word != "write") {
            return mask_error(object, std::string(text_of(name)));
        }
    }
    return fields;
}

bool is_hidden(const schema::Object& object, std::string_view name) {
    const schema::Field* field = object.find_field(name);
    return field != nullptr && field->masked;
}

void mark(schema::Object& object, const std::string& name, Mask mask) {
    if (mask == Mask::hidden) {
        std::erase_if(object.many_links,
                      [&](const schema::ManyLink& link) { return link.name == name; });
    }
    const auto found = object.field_index.find(name);
    if (found == object.field_index.end()) return;
    schema::Field& field = object.fields[static_cast<std::size_t>(found->second)];
    field.read_only = true;
    if (mask != Mask::hidden) return;
    field.masked = true;
    field.secret = true;
    field.filterable = false;
    field.sortable = false;
    field.searchable = false;
}

// What the object names its records by, or sorts them by, must not be hidden.
void settle(schema::Object& object) {
    const auto without_sign = [](std::string_view name) {
        return name.starts_with('-') ? name.substr(1) : name;
    };
    if (is_hidden(object, object.title)) object.title = "id";
    if (is_hidden(object, object.subtitle)) object.subtitle.clear();
    if (is_hidden(object, object.parent)) object.parent.clear();
    if (is_hidden(object, without_sign(object.default_sort))) object.default_sort = "id";
}

void reconnect(schema::Schema& view) {
    const auto find = [&](const schema::Object* object) {
        return object == nullptr ? nullptr : view.find_by_id(object->id);
    };
    for (schema::Object& object : view.objects) {
        for (schema::Field& field : object.fields)
            field.target_object = find(field.target_object);
        for (schema::ManyLink& link : object.many_links)
            link.target_object = find(link.target_object);
        std::erase_if(object.relations, [&](schema::Relation& relation) {
            relation.target_object = find(relation.target_object);
            if (relation.target_object == nullptr) return false;
            relation.via_field = relation.target_object->find_field(relation.via);
            return relation.via_field != nullptr && relation.via_field->masked;
        });
    }
}

}  // namespace

Result<Masks> parse_masks(std::string_view text, const schema::Schema* schema) {
    Masks masks;
    if (text.empty()) return masks;
    boost::system::error_code failure;
    const json::value document = json::parse(text, failure);
    if (!failure && document.is_null()) return masks;
    if (failure || !document.is_object()) return mask_error("*", "{}");
    for (const auto& [name, value] : document.get_object()) {
        const std::string object(text_of(name));
        auto fields = TRY(parse_masks_on(object, value));
        if (schema != nullptr) {
            const schema::Object* known = schema->find(object);
            if (known == nullptr) return mask_error(object, object);
            for (const auto& [field, mask] : fields)
                TRY(check_name(*known, field));
        }
        if (!fields.empty()) masks.emplace(object, std::move(fields));
    }
    return masks;
}

std::string masks_json(const Masks& masks) {
    json::object all;
    for (const auto& [object, fields] : masks) {
        json::object one;
        for (const auto& [field, mask] : fields)
            one[field] = mask == Mask::hidden ? "hidden" : "read";
        all[object] = std::move(one);
    }
    return json::serialize(all);
}

Masks with_telling(const Masks& masks) {
    Masks all = masks;
    for (const auto& [object, fields] : masks) {
        for (const auto& [field, mask] : fields) {
            if (mask != Mask::hidden) continue;
            for (const schema::FieldName& teller : schema::hidden_with(object, field))
                all[teller.object][teller.field] = Mask::hidden;
        }
    }
    return all;
}

std::shared_ptr<const schema::Schema> narrowed(const std::shared_ptr<const schema::Schema>& schema,
                                               const Masks& masks) {
    auto view = std::make_shared<schema::Schema>(*schema);
    view->whole = schema;
    // Another number, so that what clients keep by it is not taken for the whole.
    view->version = schema->version ^ (std::hash<std::string>{}(masks_json(masks)) | 1U);
    const Masks all = with_telling(masks);
    for (schema::Object& object : view->objects) {
        object.narrowed = true;
        const auto found = all.find(object.name);
        if (found == all.end()) continue;
        for (const auto& [field, mask] : found->second)
            mark(object, field, mask);
    }
    reconnect(*view);
    for (schema::Object& object : view->objects)
        settle(object);
    return view;
}

const schema::Schema& schema_for(const Principal& principal, const schema::Schema& schema) {
    return principal.view == nullptr ? schema : *principal.view;
}

const schema::Schema& whole_of(const schema::Schema& schema) {
    return schema.whole == nullptr ? schema : *schema.whole;
}

}  // namespace clientela::access
