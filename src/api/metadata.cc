// SPDX-License-Identifier: Apache-2.0
// Routes of the self-description and what its two forms have in common.
#include "api/metadata.h"

#include "api/application.h"
#include "api/call.h"
#include "base/json_writer.h"

namespace clientela::api {
namespace {

using schema::Field;
using schema::FieldType;

// $format wins over Accept; XML when nothing is said, as OData wants.
Result<bool> wants_json(const http::Request& request) {
    const auto format = request.query_value("$format");
    if (format) {
        if (*format == "json" || format->starts_with("application/json")) return true;
        if (*format == "xml" || format->starts_with("application/xml")) return false;
        return field_error("$format", "xml_or_json");
    }
    const std::string_view accept = request.header("accept");
    return accept.find("application/json") != std::string_view::npos &&
           accept.find("application/xml") == std::string_view::npos;
}

Result<http::Response> metadata(Call& call) {
    if (TRY(wants_json(call.request)))
        return json_response(200, metadata_json(call.schema(), *call.principal));
    http::Response response = json_response(200, metadata_xml(call.schema(), *call.principal));
    response.headers.front().second = "application/xml";
    return response;
}

Result<http::Response> service(Call& call) {
    return json_response(200, service_document(call.schema(), shown_to(*call.principal)));
}

const std::vector<ModelParameter> kConvert{{"account_id", "Edm.String"},
                                           {"contact_id", "Edm.String"},
                                           {"create_contact", "Edm.Boolean"},
                                           {"create_opportunity", "Edm.Boolean"},
                                           {"opportunity", "Edm.Untyped"}};
const std::vector<ModelParameter> kReassign{{"to", "Edm.String"},
                                            {"by_team", "Edm.Boolean"},
                                            {"objects", "Edm.String", true},
                                            {"preview", "Edm.Boolean"}};
const std::vector<ModelParameter> kBulk{{"action", "Edm.String"},       {"filter", "Edm.String"},
                                        {"search", "Edm.String"},       {"bin", "Edm.Boolean"},
                                        {"values", "Edm.Untyped"},      {"preview", "Edm.Boolean"},
                                        {"expected_count", "Edm.Int64"}};

}  // namespace

ShowsObject shown_to(const access::Principal& reader) {
    return [&reader](const schema::Object& object) {
        return reader.breadth(object.name, access::Action::read) != access::Breadth::none;
    };
}

std::string_view edm_type(const Field& field) {
    switch (field.type) {
        case FieldType::id:
        case FieldType::link:
        case FieldType::reference:
        case FieldType::string:
        case FieldType::text:
        case FieldType::option: return "Edm.String";
        case FieldType::integer: return "Edm.Int64";
        case FieldType::decimal: return "Edm.Decimal";
        case FieldType::money: return "clientela.Money";
        case FieldType::boolean: return "Edm.Boolean";
        case FieldType::date: return "Edm.Date";
        case FieldType::instant: return "Edm.DateTimeOffset";
        case FieldType::json: return "Edm.Untyped";
    }
    return "Edm.String";
}

std::string type_name(const schema::Object& object) {
    return std::string(kNamespace) + "." + object.singular;
}

bool is_shown(const Field& field) { return !field.secret && !field.hidden; }

std::vector<ModelNavigation> navigations(const schema::Object& object, const ShowsObject& shows) {
    std::vector<ModelNavigation> found;
    for (const Field& field : object.fields) {
        const bool link =
            field.type == FieldType::link && field.target_object != nullptr && is_shown(field);
        if (!link || !field.name.ends_with("_id") || !shows(*field.target_object)) continue;
        found.push_back({field.name.substr(0, field.name.size() - 3), field.target_object, false,
                         !field.required, field.name});
    }
    for (const schema::Relation& relation : object.relations) {
        if (!shows(*relation.target_object)) continue;
        found.push_back({relation.name, relation.target_object, true, false, {}});
    }
    for (const schema::ManyLink& link : object.many_links) {
        if (shows(*link.target_object))
            found.push_back({link.name, link.target_object, true, false, {}});
    }
    return found;
}

std::vector<ModelAction> actions(const schema::Schema& schema, const ShowsObject& shows) {
    std::vector<ModelAction> found;
    for (const schema::Object& object : schema.objects) {
        if (!shows(object)) continue;
        const auto add = [&](const char* name, std::vector<ModelParameter> parameters = {}) {
            found.push_back({name, &object, false, false, false, std::move(parameters)});
            return &found.back();
        };
        if (!object.append_only) add("restore")->returns_record = true;
        add("bulk", kBulk)->of_set = true;
        add("target", {{"filter", "Edm.String"}, {"group_by", "Edm.String"}})->of_set = true;
        add("why")->function = true;
        add("timeline")->function = true;
        if (object.name == "leads") add("convert", kConvert);
        if (object.name != "users") continue;
        add("invite");
        add("reassign", kReassign);
        add("disable");
        add("erase", {{"confirm", "Edm.String"}});
    }
    return found;
}

std::string service_document(const schema::Schema& schema, const ShowsObject& shows) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("@odata.context", "$metadata");
    writer.key("value");
    writer.begin_array();
    for (const schema::Object& object : schema.objects) {
        if (!shows(object)) continue;
        writer.begin_object();
        writer.member("name", object.name);
        writer.member("kind", "EntitySet");
        writer.member("url", object.name);
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
    return writer.take();
}

void add_metadata_routes(http::Router& router, Application& application) {
    for (const char* root : {"/api/v1", "/api/v1/"}) {
        router.add(http::Method::get, root, odata(authenticated(application, service)));
    }
    router.add(http::Method::get, "/api/v1/$metadata", odata(authenticated(application, metadata)));
}

}  // namespace clientela::api
