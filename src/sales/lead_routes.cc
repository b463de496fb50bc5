// SPDX-License-Identifier: Apache-2.0
// Body: {"account_id", "contact_id", "create_contact", "create_opportunity", "opportunity":
// {"name", "amount", "pipeline_id", "stage_id"}}, all optional; the answer names what was made.
#include "sales/lead_routes.h"

#include <boost/json.hpp>

#include "api/idempotency.h"
#include "record/read_json.h"
#include "sales/convert_lead.h"

namespace clientela::sales {
namespace {

namespace json = boost::json;

Result<Id> id_member(const json::value& value, const std::string& name) {
    if (value.is_null()) return Id{};
    const auto id = value.is_string()
                        ? parse_id({value.get_string().data(), value.get_string().size()})
                        : std::nullopt;
    if (!id) return field_error(name, "not_an_id");
    return *id;
}

Result<bool> flag_member(const json::value& value, const std::string& name) {
    if (!value.is_bool()) return field_error(name, "wrong_type");
    return value.get_bool();
}

// The opportunity reads as any other body of an opportunity, field errors included.
Result<void> read_opportunity(const api::Call& call, const json::value& value,
                              ConvertOptions& options) {
    const schema::Object& object = call.schema().get("opportunities");
    const record::Draft draft = TRY(record::draft_from_json(
        call.application.company, object, json::serialize(value), record::Operation::create));
    for (const auto& [field, stored] : draft.values) {
        const auto* text = std::get_if<std::string>(&stored);
        const auto* money = std::get_if<Money>(&stored);
        const auto* id = std::get_if<Id>(&stored);
        if (is_null(stored)) continue;
        if (field->name == "name" && text != nullptr) {
            options.opportunity_name = *text;
        } else if (field->name == "amount" && money != nullptr) {
            options.amount = *money;
        } else if (field->name == "pipeline_id" && id != nullptr) {
            options.pipeline = *id;
        } else if (field->name == "stage_id" && id != nullptr) {
            options.stage = *id;
        } else {
            return field_error("opportunity/" + field->name, "unknown_field");
        }
    }
    return {};
}

Result<ConvertOptions> read_body(const api::Call& call) {
    ConvertOptions options;
    if (call.request.body.empty()) return options;
    boost::system::error_code failed;
    const json::value document = json::parse(call.request.body, failed);
    if (failed || !document.is_object()) return make_error(ErrorCode::invalid, "error.body");
    for (const auto& [key, value] : document.get_object()) {
        const std::string name(key);
        if (name == "account_id") {
            options.account = TRY(id_member(value, name));
        } else if (name == "contact_id") {
            options.contact = TRY(id_member(value, name));
        } else if (name == "create_contact") {
            options.with_contact = TRY(flag_member(value, name));
        } else if (name == "create_opportunity") {
            options.with_opportunity = TRY(flag_member(value, name));
        } else if (name == "opportunity" && !value.is_null()) {
            TRY(read_opportunity(call, value, options));
        } else if (name != "opportunity") {
            return field_error(name, "unknown_field");
        }
    }
    return options;
}

void write_id(JsonWriter& writer, const char* name, Id id) {
    writer.key(name);
    if (id) {
        writer.string(to_string(id));
    } else {
        writer.null();
    }
}

Result<http::Response> convert(api::Call& call) {
    const auto lead = parse_id(call.request.parameter("id"));
    if (!lead) return make_error(ErrorCode::not_found, "error.not_found");
    const ConvertOptions options = TRY(read_body(call));
    return api::write_once(call, [&](record::Context& context) -> Result<http::Response> {
        const Converted made = TRY(convert_lead(context, *lead, options));
        JsonWriter writer;
        writer.begin_object();
        write_id(writer, "account_id", made.account);
        write_id(writer, "contact_id", made.contact);
        write_id(writer, "opportunity_id", made.opportunity);
        writer.end_object();
        return api::json_response(200, writer.take());
    });
}

}  // namespace

void add_lead_routes(http::Router& router, api::Application& application) {
    router.add(http::Method::post, "/api/v1/leads('{id}')/convert",
               api::authenticated(application, convert, api::Keys::kept_by_handler));
}

}  // namespace clientela::sales
