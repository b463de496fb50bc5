// SPDX-License-Identifier: Apache-2.0
// CSDL 4.01 as JSON: https://docs.oasis-open.org/odata/odata-csdl-json/v4.01/
#include <map>

#include "api/annotations.h"
#include "api/metadata.h"
#include "base/json_writer.h"

namespace clientela::api {
namespace {

using schema::FieldType;

void write_property(JsonWriter& writer, const schema::Field& field) {
    writer.key(field.name);
    writer.begin_object();
    const std::string_view type = edm_type(field);
    if (type != "Edm.String") writer.member("$Type", type);
    if (!field.required && field.type != FieldType::id) writer.member("$Nullable", true);
    if (field.max_length > 0) writer.member("$MaxLength", field.max_length);
    const bool id = field.type == FieldType::id || field.type == FieldType::link ||
                    field.type == FieldType::reference;
    if (id) writer.member("$MaxLength", 13);
    if (field.type == FieldType::decimal) {
        writer.member("$Precision", 18);
        writer.member("$Scale", field.scale);
    }
    if (field.type == FieldType::instant) writer.member("$Precision", 3);
    writer.member("@Org.OData.Core.V1.Description", field.label.en);
    writer.member("@clientela.label_es", field.label.es);
    if (field.read_only) writer.member("@Org.OData.Core.V1.Computed", true);
    if (field.immutable) writer.member("@Org.OData.Core.V1.Immutable", true);
    if (!field.options.empty()) {
        writer.key("@Org.OData.Validation.V1.AllowedValues");
        writer.begin_array();
        for (const schema::Option& option : field.options) {
            writer.begin_object();
            writer.member("Value", option.value);
            writer.member("@Org.OData.Core.V1.Description", option.label.en);
            writer.member("@clientela.label_es", option.label.es);
            writer.end_object();
        }
        writer.end_array();
    }
    writer.end_object();
}

void write_navigation(JsonWriter& writer, const ModelNavigation& one) {
    writer.key(one.name);
    writer.begin_object();
    writer.member("$Kind", "NavigationProperty");
    writer.member("$Type", type_name(*one.target));
    if (one.collection) writer.member("$Collection", true);
    if (!one.collection && one.nullable) writer.member("$Nullable", true);
    if (!one.referential.empty()) {
        writer.key("$ReferentialConstraint");
        writer.begin_object();
        writer.member(one.referential, "id");
        writer.end_object();
    }
    writer.end_object();
}

// Terms get the sign of an annotation before them.
void write_annotations(JsonWriter& writer, const boost::json::object& annotations) {
    for (const auto& [term, value] : annotations) {
        writer.key("@" + std::string(term));
        writer.raw(boost::json::serialize(value));
    }
}

void write_type(JsonWriter& writer, const schema::Object& object, const ShowsObject& shows) {
    writer.key(object.singular);
    writer.begin_object();
    writer.member("$Kind", "EntityType");
    writer.key("$Key");
    writer.begin_array();
    writer.string("id");
    writer.end_array();
    writer.member("@Org.OData.Core.V1.Description", object.label_one.en);
    write_annotations(writer, type_annotations(object));
    for (const schema::Field& field : object.fields) {
        if (is_shown(field)) write_property(writer, field);
    }
    for (const ModelNavigation& one : navigations(object, shows))
        write_navigation(writer, one);
    writer.end_object();
}

void write_parameter(JsonWriter& writer, std::string_view name, std::string_view type,
                     bool collection, bool nullable) {
    writer.begin_object();
    writer.member("$Name", name);
    writer.member("$Type", type);
    if (collection) writer.member("$Collection", true);
    if (nullable) writer.member("$Nullable", true);
    writer.end_object();
}

void write_action(JsonWriter& writer, const ModelAction& action) {
    writer.begin_object();
    writer.member("$Kind", action.function ? "Function" : "Action");
    writer.member("$IsBound", true);
    writer.key("$Parameter");
    writer.begin_array();
    write_parameter(writer, "bound", type_name(*action.object), action.of_set, false);
    for (const ModelParameter& one : action.parameters)
        write_parameter(writer, one.name, one.type, one.collection, true);
    writer.end_array();
    writer.key("$ReturnType");
    writer.begin_object();
    writer.member("$Type", action.returns_record ? type_name(*action.object) : "Edm.Untyped");
    writer.end_object();
    writer.end_object();
}

void write_actions(JsonWriter& writer, const schema::Schema& schema, const ShowsObject& shows) {
    std::map<std::string, std::vector<ModelAction>> overloads;
    for (ModelAction& action : actions(schema, shows))
        overloads[action.name].push_back(action);
    for (const auto& [name, list] : overloads) {
        writer.key(name);
        writer.begin_array();
        for (const ModelAction& action : list)
            write_action(writer, action);
        writer.end_array();
    }
}

void write_container(JsonWriter& writer, const schema::Schema& schema,
                     const access::Principal& reader) {
    const ShowsObject shows = shown_to(reader);
    writer.key("Service");
    writer.begin_object();
    writer.member("$Kind", "EntityContainer");
    write_annotations(writer, service_annotations());
    for (const schema::Object& object : schema.objects) {
        if (!shows(object)) continue;
        writer.key(object.name);
        writer.begin_object();
        writer.member("$Collection", true);
        writer.member("$Type", type_name(object));
        writer.key("$NavigationPropertyBinding");
        writer.begin_object();
        for (const ModelNavigation& one : navigations(object, shows)) {
            writer.member(one.name, one.target->name);
        }
        writer.end_object();
        write_annotations(writer, set_annotations(object, reader));
        writer.end_object();
    }
    writer.end_object();
}

constexpr std::string_view kMoney =
    R"({"$Kind":"ComplexType",)"
    R"("amount":{"$Type":"Edm.Decimal","$Precision":18,"$Scale":"variable"},)"
    R"("currency":{"$MaxLength":3}})";

constexpr std::string_view kReferences =
    R"({"https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.json":)"
    R"({"$Include":[{"$Namespace":"Org.OData.Core.V1"}]},)"
    R"("https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Validation.V1.json":)"
    R"({"$Include":[{"$Namespace":"Org.OData.Validation.V1"}]},)"
    R"("https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.json":)"
    R"({"$Include":[{"$Namespace":"Org.OData.Capabilities.V1"}]},)"
    R"("https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Aggregation.V1.json":)"
    R"({"$Include":[{"$Namespace":"Org.OData.Aggregation.V1"}]}})";

}  // namespace

std::string metadata_json(const schema::Schema& schema, const access::Principal& reader) {
    const ShowsObject shows = shown_to(reader);
    JsonWriter writer;
    writer.begin_object();
    writer.member("$Version", "4.01");
    writer.member("$EntityContainer", "clientela.Service");
    writer.key("$Reference");
    writer.raw(kReferences);
    writer.key(kNamespace);
    writer.begin_object();
    writer.member("@Org.OData.Core.V1.DefaultNamespace", true);
    for (const char* term : {"label_es", "label"}) {
        writer.key(term);
        writer.raw(R"({"$Kind":"Term"})");
    }
    for (const char* term : {"page_size", "page_size_max"}) {
        writer.key(term);
        writer.raw(R"({"$Kind":"Term","$Type":"Edm.Int32"})");
    }
    writer.key("locked");
    writer.raw(R"({"$Kind":"Term","$Type":"Edm.Boolean"})");
    writer.key("Money");
    writer.raw(kMoney);
    for (const schema::Object& object : schema.objects) {
        if (shows(object)) write_type(writer, object, shows);
    }
    write_actions(writer, schema, shows);
    write_container(writer, schema, reader);
    writer.end_object();
    writer.end_object();
    return writer.take();
}

}  // namespace clientela::api
