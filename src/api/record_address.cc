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

// 'A-1' without its quotes, doubled ones undone.
std::optional<std::string> quoted_text(std::string_view literal) {
    if (literal.size() < 2 || literal.front() != '\'' || literal.back() != '\'')
        return std::nullopt;
    literal = literal.substr(1, literal.size() - 2);
    std::string text;
    for (std::size_t at = 0; at < literal.size(); ++at) {
        text.push_back(literal[at]);
        if (literal[at] != '\'') continue;
        if (++at == literal.size() || literal[at] != '\'') return std::nullopt;
    }
    return text;
}

// What stands behind the name in (number='A-1'), as its field wants it.
Result<Value> key_value(const schema::Field& field, std::string_view literal) {
    if (field.type == schema::FieldType::integer) {
        const auto number = parse_decimal(literal, 0);
        if (number) return Value{number->unscaled};
    } else if (auto text = quoted_text(literal)) {
        return Value{std::move(*text)};
    }
    return field_error(field.name, "wrong_type");
}

Result<std::optional<Id>> holder_of(const Call& call, const schema::Object& object,
                                    const schema::Field& field, const Value& value) {
    std::optional<Id> holder;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        holder = TRY(record::find_by_key(context, object, field, value));
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
        const auto id = parse_id(key.empty() ? text : quoted_text(text).value_or(""));
        if (!id) return not_found();
        return *id;
    }
    const schema::Field* field = TRY(key_field(object, key));
    const Value value = TRY(key_value(*field, text));
    const std::optional<Id> holder = TRY(holder_of(call, object, *field, value));
    if (!holder) return not_found();
    return *holder;
}

Result<std::optional<FreeKey>> free_key(const Call& call, const schema::Object& object) {
    const std::string_view key = call.request.parameter("key");
    if (key.empty() || key == "id") return std::optional<FreeKey>{};
    const schema::Field* field = TRY(key_field(object, key));
    Value value = TRY(key_value(*field, call.request.parameter("value")));
    if (TRY(holder_of(call, object, *field, value))) return std::optional<FreeKey>{};
    return std::optional<FreeKey>{FreeKey{field, std::move(value)}};
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
