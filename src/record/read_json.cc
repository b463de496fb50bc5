// SPDX-License-Identifier: Apache-2.0
// Numbers are read from their text, never through floating point: 0.1 stays 0.1.
#include "record/read_json.h"

#include <boost/json.hpp>

#include "base/field_errors.h"
#include "record/exact_json.h"

namespace clientela::record {
namespace {

namespace json = boost::json;
using schema::Field;
using schema::FieldType;

struct Reader {
    const Company& company;
    FieldErrors errors;

    void refuse(std::string_view name, std::string code,
                std::vector<std::pair<std::string, std::string>> args = {}) {
        errors.add(std::string(name), std::move(code), std::move(args));
    }
};

std::string_view text_of(const json::value& value) {
    if (!value.is_string()) return {};
    return {value.get_string().data(), value.get_string().size()};
}

// Decimal text of a JSON number or string.
std::optional<std::string> number_text(const json::value& value) {
    if (is_text(value)) return std::string(text_of(value));
    if (value.is_string()) return marked_number(text_of(value));
    if (value.is_int64()) return std::to_string(value.get_int64());
    if (value.is_uint64()) return std::to_string(value.get_uint64());
    return std::nullopt;
}

// A number that does not fit is told from what is none.
const char* refusal_of(const std::optional<std::string>& text) {
    const bool number =
        text && !text->empty() && text->find_first_not_of("+-.0123456789") == std::string::npos;
    return number && text->find('.') != std::string::npos ? "too_many_digits" : "not_a_number";
}

std::optional<Value> read_money(Reader& reader, const Field& field, const json::value& value) {
    std::string currency = reader.company.currency;
    const json::value* amount = &value;
    if (const json::object* members = value.if_object()) {
        for (const auto& [name, part] : *members) {
            if (name == "currency" && is_text(part)) {
                currency = std::string(part.get_string());
            } else if (name == "amount") {
                amount = &part;
            } else {
                reader.refuse(field.name + "/" + std::string(name), "unknown_field");
                return std::nullopt;
            }
        }
        if (amount == &value) {
            reader.refuse(field.name + "/amount", "required");
            return std::nullopt;
        }
    }
    if (amount->is_null()) return Value{};
    if (!currency_digits(currency)) {
        reader.refuse(field.name + "/currency", "unknown_currency", {{"currency", currency}});
        return std::nullopt;
    }
    const auto text = number_text(*amount);
    const auto money = text ? parse_money(*text, currency) : std::nullopt;
    if (money) return Value{*money};
    reader.refuse(field.name, refusal_of(text),
                  {{"scale", std::to_string(*currency_digits(currency))}});
    return std::nullopt;
}

std::optional<Value> read_number(Reader& reader, const Field& field, const json::value& value) {
    const auto text = number_text(value);
    const std::int32_t scale = field.type == FieldType::integer ? 0 : field.scale;
    const auto decimal = text ? parse_decimal(*text, scale) : std::nullopt;
    if (!decimal) {
        reader.refuse(field.name, refusal_of(text), {{"scale", std::to_string(scale)}});
        return std::nullopt;
    }
    if (field.type == FieldType::integer) return Value{decimal->unscaled};
    return Value{*decimal};
}

template <class Parsed>
std::optional<Value> read_text(Reader& reader, const Field& field, const json::value& value,
                               std::optional<Parsed> (*parse)(std::string_view), const char* code) {
    if (value.is_string()) {
        const json::string& text = value.get_string();
        if (const auto parsed = parse({text.data(), text.size()})) return Value{*parsed};
    }
    reader.refuse(field.name, code);
    return std::nullopt;
}

std::optional<Value> read_value_of(Reader& reader, const Field& field, const json::value& value) {
    if (value.is_null()) return Value{};
    switch (field.type) {
        case FieldType::integer:
        case FieldType::decimal: return read_number(reader, field, value);
        case FieldType::money: return read_money(reader, field, value);
        case FieldType::date: return read_text(reader, field, value, &parse_date, "not_a_date");
        case FieldType::instant:
            return read_text(reader, field, value, &parse_instant, "not_an_instant");
        case FieldType::id:
        case FieldType::link:
        case FieldType::reference:
            if (value.is_string() && value.get_string().empty()) return Value{};
            return read_text(reader, field, value, &parse_id, "not_an_id");
        case FieldType::boolean:
            if (value.is_bool()) return Value{value.get_bool()};
            break;
        case FieldType::json: return Value{exact_text(value)};
        case FieldType::string:
        case FieldType::text:
        case FieldType::option:
            if (is_text(value)) return Value{std::string(text_of(value))};
            break;
    }
    reader.refuse(field.name, "wrong_type");
    return std::nullopt;
}

void read_links(Reader& reader, const schema::ManyLink& link, const json::value& value,
                Draft& draft) {
    std::vector<Id> ids;
    if (!value.is_array()) {
        reader.refuse(link.name, "wrong_type");
        return;
    }
    for (const json::value& element : value.get_array()) {
        const auto id = element.is_string()
                            ? parse_id({element.get_string().data(), element.get_string().size()})
                            : std::nullopt;
        if (!id) {
            reader.refuse(link.name, "not_an_id");
            return;
        }
        ids.push_back(*id);
    }
    draft.links.emplace_back(&link, std::move(ids));
}

// "account@odata.bind": "accounts('01J...')" sets account_id.
void read_bind(Reader& reader, const schema::Object& object, std::string_view name,
               const json::value& value, Draft& draft) {
    const Field* field = object.find_field(std::string(name.substr(0, name.find('@'))) + "_id");
    const std::string_view text =
        value.is_string() ? std::string_view(value.get_string().data(), value.get_string().size())
                          : "";
    const std::size_t open = text.find("('");
    const bool known = field != nullptr && !field->secret;
    if (!known || open == std::string_view::npos || !text.ends_with("')")) {
        reader.refuse(name, known ? "not_an_id" : "unknown_field");
        return;
    }
    if (const auto id = parse_id(text.substr(open + 2, text.size() - open - 4))) {
        draft.set(*field, *id);
    } else {
        reader.refuse(name, "not_an_id");
    }
}

void read_member(Reader& reader, const schema::Object& object, std::string_view name,
                 const json::value& value, Draft& draft) {
    if (name.ends_with("@odata.bind")) return read_bind(reader, object, name, value, draft);
    if (name.find('@') != std::string_view::npos) return;
    if (const schema::ManyLink* link = object.find_many_link(name)) {
        return read_links(reader, *link, value, draft);
    }
    const Field* field = object.find_field(name);
    if (field == nullptr || field->secret) return reader.refuse(name, "unknown_field");
    auto read = read_value_of(reader, *field, value);
    if (!read) return;
    if (field->type == FieldType::id) {
        if (draft.operation == Operation::create) return reader.refuse(name, "read_only");
        if (const auto* id = std::get_if<Id>(&*read)) draft.id = *id;
        return;
    }
    draft.set(*field, std::move(*read));
}

}  // namespace

Result<Draft> draft_from_json(const Company& company, const schema::Object& object,
                              std::string_view body, Operation operation,
                              std::vector<FieldError>* faults) {
    const ExactJson exact = keep_numbers(body);
    boost::system::error_code failed;
    const json::value document = json::parse(exact.text, failed);
    if (failed == json::error::too_deep) {
        return make_error(ErrorCode::invalid, "error.too_deep", {{"max", "32"}});
    }
    if (failed || !document.is_object()) return make_error(ErrorCode::invalid, "error.body");
    if (!exact.repeated.empty()) return field_error(exact.repeated, "given_twice");
    Reader reader{company, {}};
    Draft draft;
    draft.operation = operation;
    for (const auto& [name, value] : document.get_object()) {
        read_member(reader, object, {name.data(), name.size()}, value, draft);
    }
    if (faults != nullptr) {
        *faults = reader.errors.list();
    } else {
        TRY(reader.errors.take());
    }
    return draft;
}

}  // namespace clientela::record
