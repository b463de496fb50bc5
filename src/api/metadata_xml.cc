// SPDX-License-Identifier: Apache-2.0
// CSDL 4.01 as XML: https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/
#include "api/metadata.h"

#include "api/annotations.h"

namespace clientela::api {

std::string xml_escaped(std::string_view text) {
    std::string out;
    for (const char character : text) {
        switch (character) {
            case '&': out.append("&amp;"); break;
            case '<': out.append("&lt;"); break;
            case '>': out.append("&gt;"); break;
            case '"': out.append("&quot;"); break;
            case '\n': out.append("&#10;"); break;
            default: out.push_back(character);
        }
    }
    return out;
}

namespace {

std::string annotation(std::string_view term, std::string_view kind, std::string_view value) {
    return "<Annotation Term=\"" + std::string(term) + "\" " + std::string(kind) + "=\"" +
           xml_escaped(value) + "\"/>";
}

std::string facets(const schema::Field& field) {
    std::string text;
    if (field.max_length > 0) text += " MaxLength=\"" + std::to_string(field.max_length) + "\"";
    if (field.type == schema::FieldType::id || field.type == schema::FieldType::link ||
        field.type == schema::FieldType::reference) {
        text += " MaxLength=\"13\"";
    }
    if (field.type == schema::FieldType::decimal) {
        text += " Precision=\"18\" Scale=\"" + std::to_string(field.scale) + "\"";
    }
    if (field.type == schema::FieldType::instant) text += " Precision=\"3\"";
    return text;
}

std::string allowed_values(const schema::Field& field) {
    std::string text = "<Annotation Term=\"Org.OData.Validation.V1.AllowedValues\"><Collection>";
    for (const schema::Option& option : field.options) {
        text += "<Record><PropertyValue Property=\"Value\" String=\"" + xml_escaped(option.value) +
                "\"/>" + annotation("Org.OData.Core.V1.Description", "String", option.label.en) +
                annotation("clientela.label_es", "String", option.label.es) + "</Record>";
    }
    return text + "</Collection></Annotation>";
}

std::string property_element(const schema::Field& field) {
    const bool nullable = !field.required && field.type != schema::FieldType::id;
    std::string text = "<Property Name=\"" + field.name + "\" Type=\"" +
                       std::string(edm_type(field)) + "\"" + facets(field) +
                       (nullable ? ">" : " Nullable=\"false\">");
    text += annotation("Org.OData.Core.V1.Description", "String", field.label.en);
    text += annotation("clientela.label_es", "String", field.label.es);
    if (field.read_only) text += annotation("Org.OData.Core.V1.Computed", "Bool", "true");
    if (field.immutable) text += annotation("Org.OData.Core.V1.Immutable", "Bool", "true");
    if (!field.options.empty()) text += allowed_values(field);
    return text + "</Property>\n";
}

std::string navigation(const ModelNavigation& one) {
    const std::string type = type_name(*one.target);
    std::string text = "<NavigationProperty Name=\"" + one.name + "\" Type=\"" +
                       (one.collection ? "Collection(" + type + ")" : type) + "\"";
    if (!one.collection && !one.nullable) text += " Nullable=\"false\"";
    if (one.referential.empty()) return text + "/>\n";
    return text + "><ReferentialConstraint Property=\"" + one.referential +
           "\" ReferencedProperty=\"id\"/></NavigationProperty>\n";
}

std::string type_element(const schema::Object& object, const ShowsObject& shows) {
    std::string text =
        "<EntityType Name=\"" + object.singular + "\"><Key><PropertyRef Name=\"id\"/></Key>\n";
    for (const schema::Field& field : object.fields) {
        if (is_shown(field)) text += property_element(field);
    }
    for (const ModelNavigation& one : navigations(object, shows))
        text += navigation(one);
    text += annotations_xml(type_annotations(object));
    text += annotation("Org.OData.Core.V1.Description", "String", object.label_one.en);
    return text + "</EntityType>\n";
}

// <Action> or <Function>; the first parameter is what it is bound to.
std::string bound_action(const ModelAction& action) {
    const std::string type = type_name(*action.object);
    const std::string element = action.function ? "Function" : "Action";
    std::string text = "<" + element + " Name=\"" + action.name + "\" IsBound=\"true\">" +
                       "<Parameter Name=\"bound\" Type=\"" +
                       (action.of_set ? "Collection(" + type + ")" : type) +
                       "\" Nullable=\"false\"/>";
    for (const ModelParameter& one : action.parameters) {
        text += "<Parameter Name=\"" + one.name + "\" Type=\"" +
                (one.collection ? "Collection(" + one.type + ")" : one.type) + "\"/>";
    }
    return text + "<ReturnType Type=\"" + (action.returns_record ? type : "Edm.Untyped") +
           "\"/></" + element + ">\n";
}

std::string container(const schema::Schema& schema, const access::Principal& reader) {
    const ShowsObject shows = shown_to(reader);
    std::string text = "<EntityContainer Name=\"Service\">\n";
    for (const schema::Object& object : schema.objects) {
        if (!shows(object)) continue;
        text += "<EntitySet Name=\"" + object.name + "\" EntityType=\"" + type_name(object) + "\">";
        for (const ModelNavigation& one : navigations(object, shows)) {
            text += "<NavigationPropertyBinding Path=\"" + one.name + "\" Target=\"" +
                    one.target->name + "\"/>";
        }
        text += annotations_xml(set_annotations(object, reader)) + "</EntitySet>\n";
    }
    text += annotations_xml(service_annotations());
    return text + "</EntityContainer>\n";
}

}  // namespace

std::string metadata_xml(const schema::Schema& schema, const access::Principal& reader) {
    const ShowsObject shows = shown_to(reader);
    std::string text = R"(<?xml version="1.0" encoding="UTF-8"?>
<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml"><edmx:Include Namespace="Org.OData.Core.V1"/></edmx:Reference>
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Validation.V1.xml"><edmx:Include Namespace="Org.OData.Validation.V1"/></edmx:Reference>
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.xml"><edmx:Include Namespace="Org.OData.Capabilities.V1"/></edmx:Reference>
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Aggregation.V1.xml"><edmx:Include Namespace="Org.OData.Aggregation.V1"/></edmx:Reference>
<edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="clientela">
<Annotation Term="Org.OData.Core.V1.DefaultNamespace"/>
<Term Name="page_size" Type="Edm.Int32"/>
<Term Name="page_size_max" Type="Edm.Int32"/>
<Term Name="label_es" Type="Edm.String"/>
<Term Name="label" Type="Edm.String"/>
<Term Name="locked" Type="Edm.Boolean"/>
<ComplexType Name="Money">
<Property Name="amount" Type="Edm.Decimal" Nullable="false" Precision="18" Scale="variable"/>
<Property Name="currency" Type="Edm.String" Nullable="false" MaxLength="3"/>
</ComplexType>
)";
    for (const schema::Object& object : schema.objects) {
        if (shows(object)) text += type_element(object, shows);
    }
    for (const ModelAction& action : actions(schema, shows)) {
        text += bound_action(action);
    }
    text += container(schema, reader);
    return text + "</Schema>\n</edmx:DataServices>\n</edmx:Edmx>\n";
}

}  // namespace clientela::api
