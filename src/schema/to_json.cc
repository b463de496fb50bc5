// SPDX-License-Identifier: Apache-2.0
// Written in the order of the files. What a caller may not read leaves no trace: no field, no
// column of a view, no relation to its object.
#include "schema/to_json.h"

#include <array>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "schema/telling.h"

namespace clientela::schema {
namespace {

void write_label(JsonWriter& out, std::string_view key, const Label& label) {
    out.key(key);
    out.begin_object();
    out.member("es", label.es);
    out.member("en", label.en);
    out.end_object();
}

void write_flag(JsonWriter& out, std::string_view key, bool value) {
    if (value) out.member(key, true);
}

void write_text(JsonWriter& out, std::string_view key, std::string_view value) {
    if (!value.empty()) out.member(key, value);
}

void write_names(JsonWriter& out, std::string_view key, const std::vector<std::string>& names) {
    out.key(key);
    out.begin_array();
    for (const std::string& name : names)
        out.string(name);
    out.end_array();
}

void write_default(JsonWriter& out, const Value& value) {
    if (is_null(value)) return;
    out.key("default");
    if (const auto* flag = std::get_if<bool>(&value)) {
        out.boolean(*flag);
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        out.integer(*number);
    } else if (const auto* decimal = std::get_if<Decimal>(&value)) {
        out.string(to_string(*decimal));
    } else {
        out.string(std::get<std::string>(value));
    }
}

void write_limits(JsonWriter& out, const Field& field) {
    if (field.max_length > 0) out.member("max_length", field.max_length);
    if (field.type == FieldType::decimal) out.member("scale", field.scale);
    if (field.minimum) out.member("minimum", *field.minimum);
    if (field.maximum) out.member("maximum", *field.maximum);
    write_text(out, "pattern", field.pattern);
}

void write_options(JsonWriter& out, const Field& field) {
    if (field.options.empty()) return;
    out.key("options");
    out.begin_array();
    for (const Option& option : field.options) {
        out.begin_object();
        out.member("value", option.value);
        write_label(out, "label", option.label);
        out.member("tone", option.tone);
        write_flag(out, "hidden", option.hidden);
        out.end_object();
    }
    out.end_array();
}

void write_field(JsonWriter& out, const Field& field, const std::vector<std::string>& hides) {
    out.begin_object();
    out.member("id", static_cast<std::int64_t>(field.id));
    out.member("name", field.name);
    out.member("type", to_string(field.type));
    write_text(out, "format", to_string(field.format));
    write_text(out, "target", field.target);
    write_label(out, "label", field.label);
    if (!field.help.es.empty()) write_label(out, "help", field.help);
    write_flag(out, "standard", field.standard);
    write_flag(out, "custom", field.custom);
    write_flag(out, "hidden", field.hidden);
    write_flag(out, "required", field.required);
    write_flag(out, "unique", field.unique);
    write_flag(out, "read_only", field.read_only);
    write_flag(out, "immutable", field.immutable);
    write_flag(out, "filterable", field.filterable);
    write_flag(out, "sortable", field.sortable);
    write_flag(out, "searchable", field.searchable);
    write_flag(out, "history", field.history);
    write_flag(out, "personal", field.personal);
    write_limits(out, field);
    write_default(out, field.default_value);
    write_options(out, field);
    if (!hides.empty()) write_names(out, "hides", hides);
    out.end_object();
}

// Writes one object for one caller.
class ObjectWriter {
public:
    ObjectWriter(JsonWriter& out, const Schema& schema, const Object& object,
                 const Readable& readable)
        : out_(out), schema_(schema), object_(object), readable_(readable) {}

    void write() {
        out_.begin_object();
        write_head();
        out_.key("fields");
        out_.begin_array();
        for (const Field& field : object_.fields) {
            if (may_read(field)) write_field(out_, field, hidden_with(field));
        }
        out_.end_array();
        write_relations();
        write_many_links();
        out_.member("default_sort",
                    may_name(without_sign(object_.default_sort)) ? object_.default_sort : "id");
        write_views();
        if (readable_.rights) {
            out_.key("rights");
            out_.raw(readable_.rights(object_));
        }
        out_.end_object();
    }

private:
    static std::string_view without_sign(std::string_view name) {
        return name.starts_with('-') ? name.substr(1) : name;
    }

    bool may_read(const Field& field) const { return may_read(object_, field); }

    bool may_read(const Object& object, const Field& field) const {
        return !field.secret && (!field.hidden || readable_.hidden) &&
               (!readable_.field || readable_.field(object, field));
    }

    // As "set.field": what a role that may not read the field does not read either.
    std::vector<std::string> hidden_with(const Field& field) const {
        std::vector<std::string> names;
        for (const FieldName& one : schema::hidden_with(object_.name, field.name)) {
            const Object* object = schema_.find(one.object);
            const Field* other = object != nullptr ? object->find_field(one.field) : nullptr;
            if (other != nullptr && readable_.object(*object) && may_read(*object, *other))
                names.push_back(one.object + "." + one.field);
        }
        return names;
    }

    // A field that may be read, or a link to many whose object may.
    bool may_name(std::string_view name) const {
        if (const Field* field = object_.find_field(name)) return may_read(*field);
        const ManyLink* link = object_.find_many_link(name);
        return link != nullptr && readable_.object(*link->target_object);
    }

    std::vector<std::string> readable_names(const std::vector<std::string>& names) const {
        std::vector<std::string> kept;
        for (const std::string& name : names) {
            if (may_name(name)) kept.push_back(name);
        }
        return kept;
    }

    void write_head() {
        out_.member("id", static_cast<std::int64_t>(object_.id));
        out_.member("name", object_.name);
        out_.member("singular", object_.singular);
        out_.key("label");
        out_.begin_object();
        write_names(out_, "es", {object_.label_one.es, object_.label_many.es});
        write_names(out_, "en", {object_.label_one.en, object_.label_many.en});
        out_.end_object();
        out_.member("placement", to_string(object_.placement));
        out_.key("sight");
        out_.begin_object();
        out_.member("kind", to_string(object_.sight.kind));
        out_.end_object();
        out_.member("timeline", object_.timeline);
        out_.member("administered", object_.administered);
        out_.member("append_only", object_.append_only);
        write_flag(out_, "custom", object_.custom);
        out_.member("title", may_name(object_.title) ? object_.title : "id");
        if (may_name(object_.subtitle)) out_.member("subtitle", object_.subtitle);
        if (may_name(object_.parent)) out_.member("parent", object_.parent);
    }

    void write_relations() {
        out_.key("relations");
        out_.begin_array();
        for (const Relation& relation : object_.relations) {
            if (!readable_.object(*relation.target_object)) continue;
            out_.begin_object();
            out_.member("name", relation.name);
            out_.member("target", relation.target);
            out_.member("via", relation.via);
            write_label(out_, "label", relation.label);
            out_.end_object();
        }
        out_.end_array();
    }

    void write_many_links() {
        out_.key("many_links");
        out_.begin_array();
        for (const ManyLink& link : object_.many_links) {
            if (!readable_.object(*link.target_object)) continue;
            out_.begin_object();
            out_.member("id", static_cast<std::int64_t>(link.id));
            out_.member("name", link.name);
            out_.member("target", link.target);
            write_flag(out_, "custom", link.custom);
            write_label(out_, "label", link.label);
            out_.end_object();
        }
        out_.end_array();
    }

    void write_views() {
        out_.key("views");
        const Arranged* arranged = readable_.arranged ? readable_.arranged(object_) : nullptr;
        const Views& views = arranged != nullptr ? arranged->views : object_.views;
        out_.begin_object();
        out_.member("icon", views.icon);
        write_names(out_, "list", readable_names(views.list));
        write_names(out_, "key", readable_names(views.key));
        out_.key("form");
        out_.begin_array();
        for (const FormSection& section : views.form) {
            const std::vector<std::string> fields = readable_names(section.fields);
            if (fields.empty()) continue;
            out_.begin_object();
            write_label(out_, "label", section.label);
            write_names(out_, "fields", fields);
            out_.end_object();
        }
        out_.end_array();
        if (arranged != nullptr && !arranged->tabs.empty()) {
            out_.key("tabs");
            out_.raw(arranged->tabs);
        }
        if (arranged != nullptr) write_text(out_, "default_view", arranged->default_view);
        out_.end_object();
    }

    JsonWriter& out_;
    const Schema& schema_;
    const Object& object_;
    const Readable& readable_;
};

}  // namespace

std::string_view to_string(FieldType type) {
    constexpr std::array<std::string_view, 13> kNames{
        "id",   "string",  "text",   "integer", "decimal",   "money", "boolean",
        "date", "instant", "option", "link",    "reference", "json"};
    return kNames.at(static_cast<std::size_t>(type));
}

std::string_view to_string(Format format) {
    constexpr std::array<std::string_view, 9> kNames{
        "", "email", "phone", "url", "country", "currency", "language", "color", "zone"};
    return kNames.at(static_cast<std::size_t>(format));
}

std::string_view to_string(Placement placement) {
    constexpr std::array<std::string_view, 3> kNames{"distributed", "fact", "reference"};
    return kNames.at(static_cast<std::size_t>(placement));
}

std::string_view to_string(SightKind kind) {
    constexpr std::array<std::string_view, 6> kNames{"everyone", "owned",     "follows",
                                                     "through",  "regarding", "personal"};
    return kNames.at(static_cast<std::size_t>(kind));
}

std::string version_text(const Schema& schema) { return fmt::format("{:016x}", schema.version); }

std::string to_json(const Schema& schema, const Readable& readable) {
    JsonWriter out;
    out.begin_object();
    out.member("version", version_text(schema));
    out.key("objects");
    out.begin_array();
    for (const Object& object : schema.objects) {
        if (readable.object(object)) ObjectWriter(out, schema, object, readable).write();
    }
    out.end_array();
    if (!readable.home.empty()) {
        out.key("home");
        out.raw(readable.home);
    }
    out.end_object();
    return out.take();
}

}  // namespace clientela::schema
