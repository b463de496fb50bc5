// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/definitions: only objects that the caller may read, each with the caller's rights.
// They are kept by browsers until definitions, layouts or those rights change.
#include "api/definition_routes.h"

#include "access/rights.h"
#include "access/visibility.h"
#include "api/call.h"
#include "base/hash.h"
#include "schema/to_json.h"

namespace clientela::api {
namespace {

std::string rights_of(const access::Principal& principal, const schema::Object& object) {
    JsonWriter writer;
    writer.begin_object();
    for (int action = 0; action < access::kActionCount; ++action) {
        const auto which = static_cast<access::Action>(action);
        writer.member(access::name_of(which),
                      access::name_of(access::reach(principal, object, which)));
    }
    writer.end_object();
    return writer.take();
}

// What a role grants changes without any change of definitions, and so does what others lend.
std::string stamp_of(const access::Principal& principal, const schema::Schema& schema) {
    std::uint64_t hash = kFnv1aStart;
    for (const schema::Object& object : schema.objects)
        hash = fnv1a_64(rights_of(principal, object), hash);
    return principal.role + "-" + std::to_string(hash);
}

Result<http::Response> definitions(Call& call, const Arrange& arrange) {
    const access::Principal& principal = *call.principal;
    const Arrangement arrangement = TRY(arrange(call));
    const std::string etag = "W/\"" + schema::version_text(call.schema()) + "-" +
                             stamp_of(principal, call.schema()) + "-" + arrangement.stamp + "\"";
    http::Response response;
    if (call.request.header("if-none-match") == etag) {
        response.status = 304;
    } else {
        schema::Readable readable;
        readable.object = [&](const schema::Object& object) {
            return principal.breadth(object.name, access::Action::read) != access::Breadth::none;
        };
        readable.rights = [&](const schema::Object& object) {
            return rights_of(principal, object);
        };
        readable.home = arrangement.home;
        readable.arranged = [&](const schema::Object& object) {
            const auto found = arrangement.objects.find(object.name);
            return found == arrangement.objects.end() ? nullptr : &found->second;
        };
        response = json_response(200, schema::to_json(call.schema(), readable));
        response.headers.back().second = "private, no-cache";
    }
    response.headers.emplace_back("etag", etag);
    return response;
}

}  // namespace

void add_definition_routes(http::Router& router, Application& application, Arrange arrange) {
    router.add(http::Method::get, "/api/v1/definitions",
               authenticated(application, [arrange = std::move(arrange)](Call& call) {
                   return definitions(call, arrange);
               }));
}

}  // namespace clientela::api
