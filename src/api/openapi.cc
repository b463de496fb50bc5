// SPDX-License-Identifier: Apache-2.0
// What is the same for every installation stands in docs/openapi.json and docs/schemas.json; the
// routes of the objects are added here, one pattern for all of them.
#include "api/openapi.h"

#include <boost/json.hpp>

#include "api/application.h"
#include "api/call.h"
#include "api/metadata.h"
#include "base/embedded.h"

namespace clientela::api {
namespace {

namespace json = boost::json;
using schema::Field;
using schema::FieldType;

json::object reference(std::string_view kind, std::string_view name) {
    return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

json::array parameters(std::initializer_list<std::string_view> names) {
    json::array list;
    for (const std::string_view name : names)
        list.push_back(reference("parameters", name));
    return list;
}

json::object json_content(json::object content) {
    return {{"application/json", json::object{{"schema", std::move(content)}}}};
}

// A type that may also be null, unless the field is required.
json::object typed(const Field& field, const char* type) {
    if (field.required || field.type == FieldType::id) return {{"type", type}};
    return {{"type", json::array{type, "null"}}};
}

json::object type_of(const Field& field) {
    switch (field.type) {
        case FieldType::integer: return typed(field, "integer");
        case FieldType::decimal: return typed(field, "number");
        case FieldType::boolean: return typed(field, "boolean");
        case FieldType::money: return reference("schemas", "Money");
        case FieldType::json: return {};
        case FieldType::id:
        case FieldType::link:
        case FieldType::reference:
        case FieldType::string:
        case FieldType::text:
        case FieldType::option:
        case FieldType::date:
        case FieldType::instant: break;
    }
    json::object made = typed(field, "string");
    if (field.type == FieldType::date) made["format"] = "date";
    if (field.type == FieldType::instant) made["format"] = "date-time";
    if (field.max_length > 0) made["maxLength"] = field.max_length;
    if (!field.options.empty()) {
        json::array values;
        for (const schema::Option& option : field.options)
            values.emplace_back(option.value);
        if (!field.required) values.emplace_back(nullptr);
        made["enum"] = std::move(values);
    }
    return made;
}

json::object property_schema(const Field& field) {
    json::object made = type_of(field);
    if (made.contains("$ref")) return made;
    made["description"] = field.label.en;
    made["x-es"] = field.label.es;
    if (field.unique) made["x-key"] = true;
    if (field.read_only || field.type == FieldType::id) made["readOnly"] = true;
    return made;
}

json::object record_schema(const schema::Object& object) {
    json::object properties;
    properties["@odata.etag"] = json::object{{"type", "string"}, {"readOnly", true}};
    for (const Field& field : object.fields) {
        if (is_shown(field)) properties[field.name] = property_schema(field);
    }
    for (const schema::ManyLink& link : object.many_links) {
        properties[link.name] = json::object{{"type", "array"},
                                             {"description", link.label.en},
                                             {"items", json::object{{"type", "string"}}}};
    }
    return {{"type", "object"},
            {"description", object.label_one.en},
            {"properties", std::move(properties)}};
}

json::object list_schema(const schema::Object& object) {
    json::object properties;
    properties["@odata.context"] = json::object{{"type", "string"}};
    properties["@odata.count"] = json::object{{"type", "integer"}};
    properties["@odata.nextLink"] = json::object{{"type", "string"}};
    properties["value"] =
        json::object{{"type", "array"}, {"items", reference("schemas", object.singular)}};
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

// "Create: Account", and the same in Spanish beside it.
json::object operation(const schema::Object& object, const std::string& verb,
                       const schema::Label& does, const schema::Label& what) {
    return {{"operationId", verb + "_" + object.name},
            {"tags", json::array{object.name}},
            {"summary", does.en + ": " + what.en},
            {"x-es", does.es + ": " + what.es}};
}

json::object responses(const char* status, json::object success) {
    return {{status, std::move(success)}, {"4XX", reference("responses", "Refused")}};
}

json::object record_answer(const schema::Object& object, const char* description) {
    return {{"description", description},
            {"content", json_content(reference("schemas", object.singular))}};
}

json::object body_of(const schema::Object& object) {
    return {{"required", true}, {"content", json_content(reference("schemas", object.singular))}};
}

// What has no first value of its own must be said when a record is made.
json::object new_body(const schema::Object& object) {
    json::array needed;
    for (const Field& field : object.fields) {
        const bool said = field.required && !field.read_only && !field.standard &&
                          is_shown(field) && is_null(field.default_value);
        if (said) needed.emplace_back(field.name);
    }
    json::object content{{"allOf", json::array{reference("schemas", object.singular)}}};
    if (!needed.empty()) content["required"] = std::move(needed);
    return {{"required", true}, {"content", json_content(std::move(content))}};
}

json::object collection_path(const schema::Object& object) {
    json::object list = operation(object, "list", {"Lista", "List"}, object.label_many);
    list["parameters"] = parameters({"filter", "select", "expand", "orderby", "top", "skiptoken",
                                     "count", "search", "apply", "bin", "prefer"});
    list["responses"] = responses(
        "200", {{"description", "One page"},
                {"content", json_content(reference("schemas", object.singular + "_list"))}});
    json::object create = operation(object, "create", {"Crear", "Create"}, object.label_one);
    create["parameters"] = parameters({"prefer", "idempotencyKey"});
    create["requestBody"] = new_body(object);
    create["responses"] = responses("201", record_answer(object, "Created"));
    return {{"get", std::move(list)}, {"post", std::move(create)}};
}

// Facts happen once and never change: they are read and added.
json::object record_path(const schema::Object& object) {
    json::object get = operation(object, "get", {"Leer", "Read"}, object.label_one);
    get["parameters"] = parameters({"select", "expand", "ifNoneMatch", "prefer"});
    get["responses"] = responses("200", record_answer(object, "The record"));
    if (object.append_only) return {{"parameters", parameters({"id"})}, {"get", std::move(get)}};
    json::object change = operation(object, "update", {"Cambiar", "Change"}, object.label_one);
    change["parameters"] = parameters({"ifMatch", "prefer", "idempotencyKey"});
    change["requestBody"] = body_of(object);
    change["responses"] = responses("200", record_answer(object, "As it stands now"));
    json::object replace = operation(object, "replace", {"Sustituir", "Replace"}, object.label_one);
    replace["parameters"] = parameters({"ifMatch", "prefer", "idempotencyKey"});
    replace["requestBody"] = new_body(object);
    replace["responses"] = responses("200", record_answer(object, "As it stands now"));
    json::object remove =
        operation(object, "delete", {"A la papelera", "Move to the bin"}, object.label_one);
    remove["parameters"] = parameters({"ifMatch", "idempotencyKey"});
    remove["responses"] = responses("204", {{"description", "In the bin"}});
    return {{"parameters", parameters({"id"})},
            {"get", std::move(get)},
            {"patch", std::move(change)},
            {"put", std::move(replace)},
            {"delete", std::move(remove)}};
}

json::object restore_path(const schema::Object& object) {
    json::object restore =
        operation(object, "restore", {"Sacar de la papelera", "Out of the bin"}, object.label_one);
    restore["parameters"] = parameters({"prefer", "idempotencyKey"});
    restore["responses"] = responses("200", record_answer(object, "The record"));
    return {{"parameters", parameters({"id"})}, {"post", std::move(restore)}};
}

json::object count_path(const schema::Object& object) {
    json::object count = operation(object, "count", {"Cuántos", "How many"}, object.label_many);
    count["parameters"] = parameters({"filter", "search", "bin"});
    count["responses"] = responses(
        "200",
        {{"description", "The number as text"},
         {"content", json::object{{"text/plain",
                                   json::object{{"schema", json::object{{"type", "integer"}}}}}}}});
    return {{"get", std::move(count)}};
}

http::Response text_response(const char* type, std::string body) {
    http::Response response = json_response(200, std::move(body));
    response.headers.front().second = type;
    response.headers.back().second = "no-cache";
    return response;
}

Language page_language(const Call& call) {
    const auto asked = call.request.query_value("lang");
    if (!asked) return call.language;
    return *asked == "en" ? Language::en : Language::es;
}

}  // namespace

std::string openapi_json(const schema::Schema& schema, const std::string& version) {
    json::value document = json::parse(embedded_file("src/api/docs/openapi.json"));
    json::object& root = document.as_object();
    root["info"].as_object()["version"] = version;
    json::object& paths = root["paths"].as_object();
    json::object& schemas = root["components"].as_object()["schemas"].emplace_object();
    const json::value fixed = json::parse(embedded_file("src/api/docs/schemas.json"));
    for (const auto& [name, said] : fixed.as_object())
        schemas[name] = said;
    json::array& tags = root["tags"].as_array();
    for (const schema::Object& object : schema.objects) {
        const std::string set = "/api/v1/" + object.name;
        tags.push_back(json::object{{"name", object.name},
                                    {"description", object.label_many.en},
                                    {"x-es", object.label_many.es}});
        schemas[object.singular] = record_schema(object);
        schemas[object.singular + "_list"] = list_schema(object);
        paths[set] = collection_path(object);
        paths[set + "/$count"] = count_path(object);
        paths[set + "('{id}')"] = record_path(object);
        if (!object.append_only) paths[set + "('{id}')/restore"] = restore_path(object);
    }
    return json::serialize(document);
}

void add_openapi_routes(http::Router& router, Application& application) {
    const auto add = [&](const char* path, CallHandler handler) {
        router.add(http::Method::get, path, anonymous(application, std::move(handler)));
    };
    add("/api/openapi.json", [](Call& call) -> Result<http::Response> {
        return text_response("application/json",
                             openapi_json(call.schema(), call.application.version));
    });
    add("/api/docs", [](Call& call) -> Result<http::Response> {
        http::Response page =
            text_response("text/html; charset=utf-8",
                          docs_page(call.schema(), call.application.version, page_language(call)));
        page.headers.emplace_back("vary", "accept-language");
        return page;
    });
    add("/api/docs.css", [](Call&) -> Result<http::Response> {
        return text_response("text/css; charset=utf-8",
                             std::string(embedded_file("src/api/docs/docs.css")));
    });
    add("/api/docs.js", [](Call&) -> Result<http::Response> {
        return text_response("text/javascript; charset=utf-8",
                             std::string(embedded_file("src/api/docs/docs.js")));
    });
}

}  // namespace clientela::api
