// SPDX-License-Identifier: Apache-2.0
// Reads what check_shape() has accepted, so keys and types are trusted here; what values mean is
// checked afterwards in check_meaning().
#include "schema/read_definition.h"

#include <array>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "schema/source_json.h"
#include "schema/standard_fields.h"

namespace clientela::schema {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<std::string_view, FieldType>, 12> kTypes{{
    {"string", FieldType::string},
    {"text", FieldType::text},
    {"integer", FieldType::integer},
    {"decimal", FieldType::decimal},
    {"money", FieldType::money},
    {"boolean", FieldType::boolean},
    {"date", FieldType::date},
    {"instant", FieldType::instant},
    {"option", FieldType::option},
    {"link", FieldType::link},
    {"reference", FieldType::reference},
    {"json", FieldType::json},
}};

// What a format implies when the file does not say otherwise.
struct FormatRule {
    std::string_view name;
    Format format;
    std::int32_t max_length;
    std::string_view pattern;
};

constexpr std::array<FormatRule, 8> kFormats{{
    {"email", Format::email, 254, R"([^@\s]+@[^@\s]+\.[^@\s.]+)"},
    {"phone", Format::phone, 40, ""},
    {"url", Format::url, 400, ""},
    {"country", Format::country, 2, "[A-Z]{2}"},
    {"currency", Format::currency, 3, "[A-Z]{3}"},
    {"language", Format::language, 10, "[a-z]{2,3}(-[A-Z]{2})?"},
    {"color", Format::color, 7, "#[0-9A-Fa-f]{6}"},
    {"zone", Format::zone, 60, ""},
}};

constexpr std::array<std::pair<std::string_view, SightKind>, 6> kSightKinds{{
    {"everyone", SightKind::everyone},
    {"owned", SightKind::owned},
    {"follows", SightKind::follows},
    {"through", SightKind::through},
    {"regarding", SightKind::regarding},
    {"personal", SightKind::personal},
}};

constexpr std::array<std::pair<std::string_view, Placement>, 3> kPlacements{{
    {"distributed", Placement::distributed},
    {"fact", Placement::fact},
    {"reference", Placement::reference},
}};

template <class Table>
auto value_of(const Table& table, std::string_view name) {
    for (const auto& [known, value] : table) {
        if (known == name) return value;
    }
    CHECK(false);
    return table.front().second;
}

bool flag(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->as_bool();
}

std::int64_t number(const json::value& value) { return value.to_number<std::int64_t>(); }

std::vector<std::string> texts(const json::object& object, std::string_view key) {
    std::vector<std::string> found;
    if (const json::value* value = object.if_contains(key)) {
        for (const json::value& element : value->as_array())
            found.emplace_back(element.as_string());
    }
    return found;
}

Label read_label(const json::value& value) {
    return {text_of(value.as_object(), "es"), text_of(value.as_object(), "en")};
}

void apply_format(Field& field, std::string_view name) {
    for (const FormatRule& rule : kFormats) {
        if (rule.name != name) continue;
        field.format = rule.format;
        if (field.max_length == 0) field.max_length = rule.max_length;
        if (field.pattern.empty()) field.pattern = rule.pattern;
    }
}

// Numbers of decimals may stand in the file with or without quotes; meaning is checked later, so
// what cannot be read becomes the text itself, which no field of that type accepts.
Value read_default(const Field& field, const json::value& value) {
    if (value.is_bool()) return value.as_bool();
    const bool whole = value.is_number() && !value.is_double();
    if (whole && field.type != FieldType::decimal) return number(value);
    std::string content =
        value.is_string() ? std::string(value.as_string()) : json::serialize(value);
    if (field.type == FieldType::decimal) {
        if (const auto decimal = parse_decimal(content, field.scale)) return *decimal;
    }
    return content;
}

Field read_field(const json::object& source) {
    Field field;
    field.id = source.at("id").to_number<std::uint16_t>();
    field.name = text_of(source, "name");
    field.type = value_of(kTypes, source.at("type").as_string());
    field.label = read_label(source.at("label"));
    if (source.contains("help")) field.help = read_label(source.at("help"));
    field.required = flag(source, "required");
    field.unique = flag(source, "unique");
    field.read_only = flag(source, "read_only");
    field.immutable = flag(source, "immutable");
    field.filterable = flag(source, "filterable");
    field.sortable = flag(source, "sortable");
    field.searchable = flag(source, "searchable");
    field.history = flag(source, "history");
    field.personal = flag(source, "personal");
    field.secret = flag(source, "secret");
    field.custom = flag(source, "custom");
    field.hidden = flag(source, "hidden");
    if (const auto* v = source.if_contains("max_length"))
        field.max_length = v->to_number<std::int32_t>();
    if (const auto* v = source.if_contains("scale")) field.scale = v->to_number<std::int32_t>();
    if (const auto* v = source.if_contains("minimum")) field.minimum = number(*v);
    if (const auto* v = source.if_contains("maximum")) field.maximum = number(*v);
    field.pattern = text_of(source, "pattern");
    field.target = text_of(source, "target");
    apply_format(field, text_of(source, "format"));
    if (const auto* options = source.if_contains("options")) {
        for (const json::value& element : options->as_array()) {
            const json::object& option = element.as_object();
            std::string tone = text_of(option, "tone");
            field.options.push_back({text_of(option, "value"), read_label(option.at("label")),
                                     tone.empty() ? "neutral" : std::move(tone),
                                     flag(option, "hidden")});
        }
    }
    if (const auto* value = source.if_contains("default"))
        field.default_value = read_default(field, *value);
    return field;
}

SightRule read_sight(const json::object& source) {
    SightRule sight;
    sight.kind = value_of(kSightKinds, source.at("kind").as_string());
    sight.follow_links = texts(source, "follow_links");
    sight.members = text_of(source, "members");
    sight.members_via = text_of(source, "members_via");
    sight.also_owners = texts(source, "also_owners");
    sight.through_object = text_of(source, "through_object");
    sight.through_own = text_of(source, "through_own");
    sight.through_other = text_of(source, "through_other");
    return sight;
}

void read_relations(Object& object, const json::object& source) {
    if (const auto* relations = source.if_contains("relations")) {
        for (const json::value& element : relations->as_array()) {
            const json::object& relation = element.as_object();
            Relation read;
            read.name = text_of(relation, "name");
            read.target = text_of(relation, "target");
            read.via = text_of(relation, "via");
            read.label = read_label(relation.at("label"));
            object.relations.push_back(std::move(read));
        }
    }
    if (const auto* links = source.if_contains("many_links")) {
        for (const json::value& element : links->as_array()) {
            const json::object& link = element.as_object();
            ManyLink read;
            read.id = link.at("id").to_number<std::uint16_t>();
            read.name = text_of(link, "name");
            read.target = text_of(link, "target");
            read.table = text_of(link, "table");
            read.own_column = object.singular + "_id";
            read.custom = flag(link, "custom");
            read.label = read_label(link.at("label"));
            object.many_links.push_back(std::move(read));
        }
    }
}

Views read_views(const json::object& source) {
    Views views;
    views.list = texts(source, "list");
    views.key = texts(source, "key");
    views.icon = text_of(source, "icon");
    for (const json::value& element : source.at("form").as_array()) {
        const json::object& section = element.as_object();
        views.form.push_back({read_label(section.at("label")), texts(section, "fields")});
    }
    return views;
}

std::vector<std::vector<std::string>> read_lists(const json::object& source, std::string_view key) {
    std::vector<std::vector<std::string>> lists;
    if (const auto* value = source.if_contains(key)) {
        for (const json::value& element : value->as_array()) {
            std::vector<std::string>& list = lists.emplace_back();
            for (const json::value& name : element.as_array())
                list.emplace_back(name.as_string());
        }
    }
    return lists;
}

void read_labels(Object& object, const json::object& label) {
    const json::array& es = label.at("es").as_array();
    const json::array& en = label.at("en").as_array();
    object.label_one = {std::string(es[0].as_string()), std::string(en[0].as_string())};
    object.label_many = {std::string(es[1].as_string()), std::string(en[1].as_string())};
}

}  // namespace

Object read_definition(const json::value& definition) {
    const json::object& source = definition.as_object();
    Object object;
    object.id = source.at("id").to_number<std::uint16_t>();
    object.name = text_of(source, "name");
    object.singular = text_of(source, "singular");
    read_labels(object, source.at("label").as_object());
    object.placement = value_of(kPlacements, source.at("placement").as_string());
    object.sight = read_sight(source.at("sight").as_object());
    object.timeline = flag(source, "timeline");
    object.administered = flag(source, "administered");
    object.append_only = flag(source, "append_only");
    object.custom = flag(source, "custom");
    object.title = text_of(source, "title");
    object.subtitle = text_of(source, "subtitle");
    object.parent = text_of(source, "parent");
    object.default_sort = text_of(source, "default_sort");
    std::vector<Field> own_fields;
    for (const json::value& element : source.at("fields").as_array()) {
        own_fields.push_back(read_field(element.as_object()));
    }
    object.fields = with_standard_fields(object, std::move(own_fields));
    read_relations(object, source);
    object.indexes = read_lists(source, "indexes");
    object.unique_together = read_lists(source, "unique_together");
    object.views = read_views(source.at("views").as_object());
    return object;
}

}  // namespace clientela::schema
