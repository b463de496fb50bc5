// SPDX-License-Identifier: Apache-2.0
// Keys and etags.
#include "api/record_address.h"

#include <algorithm>

#include "base/text.h"
#include "record/related.h"

namespace clientela::api {
namespace {

Result<const schema::Field*> key_field(const schema::Object& object, std::string_view key) {
    const schema::Field* field = object.find_field(key);
    if (field == nullptr || !field->unique || field->secret)
        return field_error(std::string(key), "not_a_key");
    return field;
}

Result<std::optional<Id>> holder_of(const Call& call, const schema::Object& object,
                                    const schema::Field& field, std::string_view value) {
    std::optional<Id> holder;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        holder = TRY(record::find_by_key(context, object, field, std::string(value)));
        return {};
    }));
    return holder;
}

}  // namespace

Error not_found() { return make_error(ErrorCode::not_found, "error.not_found"); }

Result<const schema::Object*> object_of(const Call& call) {
    const schema::Object* object = call.schema().find(call.request.parameter("set"));
    if (object == nullptr) return not_found();
    if (call.principal->breadth(object->name, access::Action::read) == access::Breadth::none)
        return not_found();
    return object;
}

Result<Id> id_of(const Call& call, const schema::Object& object) {
    const std::string_view key = call.request.parameter("key");
    const std::string_view text = call.request.parameter(key.empty() ? "id" : "value");
    if (key.empty() || key == "id") {
        const auto id = parse_id(text);
        if (!id) return not_found();
        return *id;
    }
    const schema::Field* field = TRY(key_field(object, key));
    const std::optional<Id> holder = TRY(holder_of(call, object, *field, text));
    if (!holder) return not_found();
    return *holder;
}

Result<std::optional<FreeKey>> free_key(const Call& call, const schema::Object& object) {
    const std::string_view key = call.request.parameter("key");
    if (key.empty() || key == "id") return std::optional<FreeKey>{};
    const schema::Field* field = TRY(key_field(object, key));
    const std::string_view value = call.request.parameter("value");
    if (TRY(holder_of(call, object, *field, value))) return std::optional<FreeKey>{};
    return std::optional<FreeKey>{FreeKey{field, std::string(value)}};
}

std::string etag_of(std::int64_t version) { return "W/\"" + std::to_string(version) + "\""; }

std::string path_of(const schema::Object& object, Id id) {
    return object.name + "('" + to_string(id) + "')";
}

Result<std::optional<std::int64_t>> expected_version(const http::Request& request) {
    std::string_view text = request.header("if-match");
    if (text.empty() || text == "*") return std::optional<std::int64_t>{};
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() > 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    const auto version = parse_decimal(text, 0);
    if (!version) return make_error(ErrorCode::invalid, "error.if_match");
    return std::optional<std::int64_t>{version->unscaled};
}

bool etag_matches(std::string_view list, std::string_view etag) {
    const std::string_view bare = etag.substr(2);
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        const std::string_view one = trim(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        if (one == "*" || one == etag || one == bare) return true;
    }
    return false;
}

}  // namespace clientela::api
