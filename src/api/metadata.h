// SPDX-License-Identifier: Apache-2.0
// The OData service described by itself: service document and CSDL 4.01 as XML and as JSON. Objects
// that the reader may not read do not appear, nor do links to them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "access/principal.h"
#include "http/router.h"
#include "schema/schema.h"

namespace clientela::api {

struct Application;

using ShowsObject = std::function<bool(const schema::Object&)>;

std::string service_document(const schema::Schema& schema, const ShowsObject& shows);
std::string metadata_xml(const schema::Schema& schema, const access::Principal& reader);
std::string metadata_json(const schema::Schema& schema, const access::Principal& reader);
ShowsObject shown_to(const access::Principal& reader);

// The parts that both forms share.
inline constexpr std::string_view kNamespace = "clientela";

struct ModelNavigation {
    std::string name;
    const schema::Object* target = nullptr;
    bool collection = false;
    bool nullable = true;
    std::string referential;  // the link field behind a to-one navigation
};

struct ModelParameter {
    std::string name;
    std::string type;
    bool collection = false;
};

// An action or a function bound to a record, or to the whole set.
struct ModelAction {
    std::string name;
    const schema::Object* object = nullptr;
    bool returns_record = false;  // otherwise a plain JSON object, described in docs/api.md
    bool function = false;        // changes nothing, asked with GET
    bool of_set = false;
    std::vector<ModelParameter> parameters;
};

std::string_view edm_type(const schema::Field& field);  // "Edm.String"
std::string type_name(const schema::Object& object);    // "clientela.account"
bool is_shown(const schema::Field& field);
std::string xml_escaped(std::string_view text);  // also right inside HTML
std::vector<ModelNavigation> navigations(const schema::Object& object, const ShowsObject& shows);
std::vector<ModelAction> actions(const schema::Schema& schema, const ShowsObject& shows);

void add_metadata_routes(http::Router& router, Application& application);

}  // namespace clientela::api
