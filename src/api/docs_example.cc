// SPDX-License-Identifier: Apache-2.0
#include "api/docs_example.h"

#include <set>

#include "base/text.h"

namespace clientela::api {
namespace {

namespace json = boost::json;

constexpr int kDepthMax = 4;
constexpr std::size_t kMembersShown = 3;  // of an object that needs none

std::string text_in(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

// The first type that is not null.
std::string type_in(const json::object& schema) {
    const json::value* type = schema.if_contains("type");
    if (type == nullptr) return {};
    if (type->is_string()) return std::string(type->as_string());
    for (const json::value& one : type->as_array()) {
        if (one.as_string() != "null") return std::string(one.as_string());
    }
    return "null";
}

class Example {
public:
    explicit Example(const json::object& document) : document_(document) {}

    json::value run(const json::object& schema, int depth) {
        if (depth > kDepthMax) return nullptr;
        const json::object& named = resolved_schema(document_, schema);
        if (const json::value* examples = named.if_contains("examples"))
            return examples->as_array().front();
        if (const json::value* choice = named.if_contains("anyOf"))
            return run(choice->as_array().front().as_object(), depth);
        if (named.contains("allOf") || named.contains("properties")) return members(named, depth);
        const std::string type = type_in(named);
        if (type == "array") return array(named, depth);
        return scalar(named, type);
    }

private:
    json::value array(const json::object& schema, int depth) {
        const json::value* items = schema.if_contains("items");
        if (items == nullptr) return json::array{};
        return json::array{run(items->as_object(), depth + 1)};
    }

    void gather(const json::object& schema, json::object& properties,
                std::set<std::string>& needed) {
        const json::object& named = resolved_schema(document_, schema);
        if (const json::value* parts = named.if_contains("allOf")) {
            for (const json::value& part : parts->as_array())
                gather(part.as_object(), properties, needed);
        }
        if (const json::value* own = named.if_contains("properties")) {
            for (const auto& [name, property] : own->as_object())
                properties[name] = property;
        }
        if (const json::value* required = named.if_contains("required")) {
            for (const json::value& name : required->as_array())
                needed.emplace(name.as_string());
        }
    }

    json::value members(const json::object& schema, int depth) {
        json::object properties;
        std::set<std::string> needed;
        gather(schema, properties, needed);
        json::object made;
        for (const auto& [name, property] : properties) {
            const bool kept = property.as_object().contains("readOnly") || name.contains("@");
            const bool wanted = needed.empty() ? !kept && made.size() < kMembersShown
                                               : needed.contains(std::string(name));
            if (wanted) made[name] = run(property.as_object(), depth + 1);
        }
        return made;
    }

    static json::value scalar(const json::object& schema, const std::string& type) {
        if (const json::value* options = schema.if_contains("enum"))
            return options->as_array().front();
        if (type == "integer") return 1;
        if (type == "number") return 1.5;
        if (type == "boolean") return true;
        if (type == "object") return json::object{};
        const std::string format = text_in(schema, "format");
        if (format == "date") return "2026-01-31";
        if (format == "date-time") return "2026-01-31T09:30:00.000Z";
        if (format == "email") return "ada@example.com";
        if (schema.contains("minLength") && schema.at("minLength") == 13) return "01HZX3K8M2QRT";
        return "...";
    }

    const json::object& document_;
};

const json::object* body_schema(const json::object& operation) {
    const json::value* body = operation.if_contains("requestBody");
    if (body == nullptr) return nullptr;
    const json::object& content = body->at("content").as_object();
    const json::value* kind = content.if_contains("application/json");
    return kind == nullptr ? nullptr : &kind->at("schema").as_object();
}

// Inside double quotes of a shell.
std::string for_shell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '$') out.push_back('\\');
        out.push_back(c);
    }
    return out;
}

}  // namespace

const json::object& resolved_schema(const json::object& document, const json::object& schema) {
    const std::string name = text_in(schema, "$ref");
    if (name.empty()) return schema;
    const std::string last = name.substr(name.rfind('/') + 1);
    return document.at("components").at("schemas").at(last).as_object();
}

json::value example_of(const json::object& document, const json::object& schema) {
    return Example(document).run(schema, 0);
}

std::string curl_of(const json::object& document, std::string_view method, std::string_view path,
                    const json::object& operation) {
    std::string line = "curl -s";
    if (method != "get" && method != "post") line += " -X " + upper(method);
    const json::value* security = operation.if_contains("security");
    if (security == nullptr) line += " -H \"Authorization: Bearer $TOKEN\"";
    const json::object* body = body_schema(operation);
    if (method == "post" && body == nullptr && !operation.contains("requestBody"))
        line += " -X POST";
    if (body != nullptr) line += " -H \"Content-Type: application/json\"";
    line += " \\\n  \"$HOST" + for_shell(path) + "\"";
    if (body != nullptr) line += " \\\n  -d '" + json::serialize(example_of(document, *body)) + "'";
    if (operation.contains("requestBody") && body == nullptr)
        line += " \\\n  -F file=@clientes.csv -F 'options={\"object\":\"accounts\"}'";
    return line;
}

}  // namespace clientela::api
