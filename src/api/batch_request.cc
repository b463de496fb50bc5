// SPDX-License-Identifier: Apache-2.0
// https://docs.oasis-open.org/odata/odata-json-format/v4.01/ chapter 19.
#include "api/batch_request.h"

#include <algorithm>
#include <set>

#include <boost/json.hpp>

#include "api/batch.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "record/exact_json.h"

namespace clientela::api {
namespace {

namespace json = boost::json;
using record::is_text;

Error bad_batch(std::string target, std::string code,
                std::vector<std::pair<std::string, std::string>> args = {}) {
    return field_error(std::move(target), std::move(code), std::move(args));
}

Result<std::string> text_member(const json::object& object, const std::string& place,
                                const char* name, bool required) {
    const json::value* found = object.if_contains(name);
    if (found == nullptr && !required) return std::string();
    if (found == nullptr || !is_text(*found) || found->as_string().empty())
        return bad_batch(place + "." + name, "text_needed");
    return std::string(found->as_string());
}

Result<http::Method> method_of(const std::string& place, std::string_view text) {
    using http::Method;
    for (const Method method :
         {Method::get, Method::post, Method::put, Method::patch, Method::delete_}) {
        if (lower(http::method_name(method)) == lower(text)) return method;
    }
    return bad_batch(place + ".method", "batch_method");
}

Result<std::vector<std::string>> depends_on(const json::object& object, const std::string& place) {
    std::vector<std::string> names;
    const json::value* found = object.if_contains("dependsOn");
    if (found == nullptr) return names;
    if (!found->is_array()) return bad_batch(place + ".dependsOn", "list_needed");
    for (const json::value& one : found->as_array()) {
        if (!is_text(one)) return bad_batch(place + ".dependsOn", "list_needed");
        names.emplace_back(one.as_string());
    }
    return names;
}

Result<BatchRequest> request_of(const json::value& value, const std::string& place) {
    const json::object* object = value.if_object();
    if (object == nullptr) return bad_batch(place, "object_needed");
    BatchRequest made;
    made.id = TRY(text_member(*object, place, "id", true));
    made.group = TRY(text_member(*object, place, "atomicityGroup", false));
    made.method = TRY(method_of(place, TRY(text_member(*object, place, "method", true))));
    made.url = TRY(text_member(*object, place, "url", true));
    made.depends_on = TRY(depends_on(*object, place));
    if (object->contains("if")) return bad_batch(place + ".if", "batch_if");
    if (const json::value* headers = object->if_contains("headers")) {
        if (!headers->is_object()) return bad_batch(place + ".headers", "object_needed");
        for (const auto& [name, text] : headers->as_object()) {
            if (!is_text(text)) return bad_batch(place + ".headers", "text_needed");
            made.headers.emplace_back(lower(name), std::string(text.as_string()));
        }
    }
    if (const json::value* body = object->if_contains("body"))
        made.body = record::exact_text(*body);
    return made;
}

// Ids are told apart, groups stand together, and dependencies point back.
Result<void> check_order(const std::vector<BatchRequest>& requests) {
    std::set<std::string> known;
    std::set<std::string> closed;
    std::string open;
    for (std::size_t at = 0; at < requests.size(); ++at) {
        const BatchRequest& one = requests[at];
        const std::string place = "requests[" + std::to_string(at) + "]";
        if (one.group != open) {
            if (!open.empty()) closed.insert(open);
            open = one.group;
        }
        if (closed.contains(one.group)) return bad_batch(place + ".atomicityGroup", "batch_group");
        for (const std::string& name : one.depends_on) {
            if (!known.contains(name) && !closed.contains(name))
                return bad_batch(place + ".dependsOn", "batch_order", {{"id", name}});
        }
        if (!known.insert(one.id).second || closed.contains(one.id))
            return bad_batch(place + ".id", "given_twice");
        if (!one.group.empty() && one.method == http::Method::get)
            return bad_batch(place + ".method", "batch_read_in_group");
    }
    return {};
}

Error unknown_reference(const std::string& id) {
    return make_error(ErrorCode::invalid, "batch.depends", {{"id", id}});
}

Result<const BatchAnswer*> answer_named(const BatchAnswers& answers, std::string_view id) {
    const auto found = answers.find(id);
    if (found == answers.end() || found->second.response.status >= 400)
        return unknown_reference(std::string(id));
    return &found->second;
}

// The object that the address speaks of; nullptr for other addresses.
const schema::Object* object_of_url(std::string_view url, const schema::Schema& schema) {
    url = url.substr(0, url.find('?'));
    if (const std::size_t root = url.find(kRoot); root != std::string_view::npos)
        url.remove_prefix(root + kRoot.size());
    if (url.starts_with('/')) url.remove_prefix(1);
    return schema.find(url.substr(0, url.find_first_of("(/")));
}

// Whether a member of a body refers to records. What actions take beside the fields of the object
// is known by its name.
bool refers(std::string_view name, const schema::Object* object) {
    if (name.find('@') != std::string_view::npos) return true;
    const schema::Field* field = object != nullptr ? object->find_field(name) : nullptr;
    if (field != nullptr) {
        return field->type == schema::FieldType::link ||
               field->type == schema::FieldType::reference;
    }
    if (object != nullptr && object->find_many_link(name) != nullptr) return true;
    return name.ends_with("_id");
}

// "accounts('01J...')" of what request 1 was sent to or made, whatever follows it; or its id alone.
std::string_view made_by(std::string_view entity, bool path) {
    const std::size_t open = entity.find("('");
    const std::size_t close = open == std::string_view::npos ? open : entity.find("')", open + 2);
    if (close == std::string_view::npos) return entity;
    return path ? entity.substr(0, close + 2) : entity.substr(open + 2, close - open - 2);
}

// In a body: "$1" is the id of what request 1 made, or its path where a reference stands.
Result<void> resolve_text(json::value& value, const BatchAnswers& answers, bool path) {
    const std::string_view text = value.as_string();
    const auto found = text.starts_with('$') ? answers.find(text.substr(1)) : answers.end();
    if (found == answers.end()) return {};  // a text like any other
    if (found->second.response.status >= 400) return unknown_reference(found->first);
    value = json::string(made_by(found->second.entity, path));
    return {};
}

Result<void> resolve_values(json::value& value, const BatchAnswers& answers,
                            const schema::Object* object) {
    if (json::array* array = value.if_array()) {
        for (json::value& one : *array)
            TRY(resolve_values(one, answers, nullptr));
    }
    if (!value.is_object()) return {};
    for (auto& [key, member] : value.get_object()) {
        const std::string_view name = key;
        const bool path = name.find('@') != std::string_view::npos;
        if (!refers(name, object)) {
            TRY(resolve_values(member, answers, nullptr));
        } else if (member.is_string()) {
            TRY(resolve_text(member, answers, path));
        } else if (json::array* list = member.if_array()) {
            for (json::value& one : *list) {
                if (one.is_string()) TRY(resolve_text(one, answers, path));
            }
        }
    }
    return {};
}

}  // namespace

Result<std::vector<BatchRequest>> read_batch(std::string_view body) {
    boost::system::error_code failure;
    json::parse_options options;
    options.max_depth = 32;
    const json::value document = json::parse(record::keep_numbers(body).text, failure, {}, options);
    const json::object* root = document.if_object();
    const json::value* list = failure || root == nullptr ? nullptr : root->if_contains("requests");
    if (list == nullptr || !list->is_array()) return bad_batch("requests", "list_needed");
    if (list->as_array().size() > kBatchRequestsMax) {
        return bad_batch("requests", "batch_long", {{"max", std::to_string(kBatchRequestsMax)}});
    }
    std::vector<BatchRequest> requests;
    for (const json::value& one : list->as_array()) {
        const std::string place = "requests[" + std::to_string(requests.size()) + "]";
        requests.push_back(TRY(request_of(one, place)));
    }
    TRY(check_order(requests));
    return requests;
}

Result<BatchRequest> resolved(BatchRequest request, const BatchAnswers& answers,
                              const schema::Schema& schema) {
    for (const std::string& name : request.depends_on) {
        const bool failed = std::any_of(answers.begin(), answers.end(), [&](const auto& one) {
            return (one.first == name || one.second.group == name) &&
                   one.second.response.status >= 400;
        });
        if (failed) return unknown_reference(name);
    }
    std::string_view url = request.url;
    if (url.starts_with('/') && url.substr(1).starts_with('$')) url.remove_prefix(1);
    if (url.starts_with('$') && !url.starts_with("$batch") && !url.starts_with("$metadata")) {
        const std::size_t end = std::min(url.find_first_of("/?"), url.size());
        const BatchAnswer* made = TRY(answer_named(answers, url.substr(1, end - 1)));
        request.url = made->entity + std::string(url.substr(end));
    }
    for (auto& [name, value] : request.headers) {
        if ((name != "if-match" && name != "if-none-match") || !value.starts_with('$')) continue;
        const BatchAnswer* made = TRY(answer_named(answers, std::string_view(value).substr(1)));
        for (const auto& [other, etag] : made->response.headers) {
            if (other == "etag") value = etag;
        }
    }
    if (request.body.find("\"$") != std::string::npos) {
        json::value body = json::parse(record::keep_numbers(request.body).text);
        TRY(resolve_values(body, answers, object_of_url(request.url, schema)));
        request.body = record::exact_text(body);
    }
    return request;
}

std::string batch_text(const std::vector<BatchAnswer>& answers) {
    JsonWriter writer;
    writer.begin_object();
    writer.key("responses");
    writer.begin_array();
    for (const BatchAnswer& one : answers) {
        writer.begin_object();
        writer.member("id", one.id);
        if (!one.group.empty()) writer.member("atomicityGroup", one.group);
        writer.member("status", one.response.status);
        writer.key("headers");
        writer.begin_object();
        bool is_json = false;
        for (const auto& [name, value] : one.response.headers) {
            writer.member(name, value);
            is_json = is_json || (name == "content-type" && value.starts_with("application/json"));
        }
        writer.end_object();
        if (!one.response.body.empty()) {
            writer.key("body");
            if (is_json) {
                writer.raw(one.response.body);
            } else {
                writer.string(one.response.body);
            }
        }
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
    return writer.take();
}

}  // namespace clientela::api
