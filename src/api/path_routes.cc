// SPDX-License-Identifier: Apache-2.0
// The owner of a path has to be visible before anything behind it is looked at: where it is not,
// the path does not exist.
#include "api/path_routes.h"

#include <algorithm>

#include <boost/json.hpp>

#include "api/idempotency.h"
#include "api/list_answer.h"
#include "api/navigation.h"
#include "api/preferences.h"
#include "api/query_options.h"
#include "api/record_address.h"
#include "base/json_writer.h"
#include "record/hold.h"
#include "record/read_json.h"
#include "record/save.h"
#include "record/write_json.h"

namespace clientela::api {
namespace {

// What a path speaks of: the record, and what is named behind it.
struct Place {
    const schema::Object* object = nullptr;
    Id id;
    std::string name;
    const schema::Field* field = nullptr;
    std::optional<Navigation> navigation;

    std::string path() const { return path_of(*object, id) + "/" + name; }
};

Result<Place> place_of(const Call& call) {
    Place place;
    place.object = TRY(object_of(call));
    place.id = TRY(id_of(call, *place.object));
    place.name = call.request.parameter("property");
    place.field = place.object->find_field(place.name);
    if (place.field != nullptr && place.field->secret) place.field = nullptr;
    if (place.field == nullptr) place.navigation = navigation_of(*place.object, place.name);
    if (place.navigation &&
        call.principal->breadth(place.navigation->target->name, access::Action::read) ==
            access::Breadth::none) {
        place.navigation.reset();
    }
    if (place.field == nullptr && !place.navigation) return not_found();
    return place;
}

// The visible record with the one field filled.
Result<record::Record> owner_with(record::Context& context, const Place& place,
                                  const schema::Field& field) {
    record::Query query;
    query.object = place.object;
    query.page_size = 1;
    query.fields = {&place.object->fields.front(), &field};
    query.restriction = db::Sql{"t.id = ?", {place.id.value}};
    query.sort = {record::SortKey{{&place.object->fields.front()}, false, {}}};
    record::Page page = TRY(record::list(context, query));
    if (page.rows.empty()) return not_found();
    return std::move(page.rows.front().record);
}

Result<Value> value_at(const Call& call, const Place& place, const schema::Field& field) {
    Value value;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        value = TRY(owner_with(context, place, field))[field];
        return {};
    }));
    return value;
}

http::Response empty_response() {
    http::Response response;
    response.status = 204;
    return response;
}

Result<http::Response> read_property(Call& call, const Place& place) {
    if (!call.request.query.empty() && call.request.query_value("$format") != "json")
        return field_error(call.request.query.front().first, "option_not_here");
    const Value value = TRY(value_at(call, place, *place.field));
    if (is_null(value)) return empty_response();
    JsonWriter writer;
    writer.begin_object();
    writer.member("@odata.context", "$metadata#" + place.path());
    writer.key("value");
    record::write_field(writer, *place.field, value);
    writer.end_object();
    return json_response(200, writer.take());
}

// The record behind a to-one step.
Result<http::Response> read_linked(Call& call, const Place& place) {
    const Navigation& step = *place.navigation;
    const Value link = TRY(value_at(call, place, *step.link));
    const auto* id = std::get_if<Id>(&link);
    if (id == nullptr) return empty_response();
    const SingleQuery query = TRY(single_query(call, *step.target, *id));
    std::optional<std::string> body;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        body = TRY(single_answer(context, query));
        return {};
    }));
    if (!body) return not_found();
    http::Response response = json_response(200, std::move(*body));
    response.headers.emplace_back("etag", TRY(etag_in(response.body)));
    return response;
}

Result<ListQuery> behind_query(const Call& call, const Place& place) {
    ListQuery query = TRY(list_query(call, *place.navigation->target));
    if (!query.search.empty()) return field_error("$search", "option_not_here");
    query.query.restriction = behind(*place.navigation, place.id);
    query.next_base.replace(0, place.navigation->target->name.size(), place.path());
    return query;
}

// The owner first, then what hangs on it, in one transaction.
Result<std::string> list_behind(Call& call, const Place& place, const ListQuery& query) {
    std::string body;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        TRY(owner_with(context, place, place.object->fields.front()));
        body = TRY(list_answer(context, query));
        return {};
    }));
    return body;
}

Result<http::Response> read_behind(Call& call) {
    const Place place = TRY(place_of(call));
    if (place.field != nullptr) return read_property(call, place);
    if (place.navigation->link != nullptr) return read_linked(call, place);
    const ListQuery query = TRY(behind_query(call, place));
    return json_response(200, TRY(list_behind(call, place, query)));
}

Result<http::Response> read_raw_value(Call& call) {
    const Place place = TRY(place_of(call));
    if (place.field == nullptr || place.field->type == schema::FieldType::money ||
        place.field->type == schema::FieldType::json) {
        return field_error(place.name, "no_raw_value");
    }
    const Value value = TRY(value_at(call, place, *place.field));
    if (is_null(value)) return empty_response();
    JsonWriter writer;
    record::write_value(writer, value);
    std::string text = writer.take();
    if (text.starts_with('"')) text = std::string(boost::json::parse(text).as_string());
    http::Response response = json_response(200, std::move(text));
    response.headers.front().second = "text/plain; charset=utf-8";
    return response;
}

Result<http::Response> count_behind(Call& call) {
    const Place place = TRY(place_of(call));
    if (!place.navigation || place.navigation->link != nullptr) return not_found();
    const ListQuery query = TRY(behind_query(call, place));
    std::int64_t number = 0;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        TRY(owner_with(context, place, place.object->fields.front()));
        number = TRY(record::count(context, query.query));
        return {};
    }));
    http::Response response = json_response(200, std::to_string(number));
    response.headers.front().second = "text/plain";
    return response;
}

// {"@odata.context":"$metadata#Collection($ref)","value":[{"@odata.id":"..."}]}
std::string reference_list(const schema::Object& object, const record::Page& page,
                           const std::string& next) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("@odata.context", "$metadata#Collection($ref)");
    writer.key("value");
    writer.begin_array();
    for (const record::Row& row : page.rows) {
        writer.begin_object();
        writer.member("@odata.id", path_of(object, row.record.id()));
        writer.end_object();
    }
    writer.end_array();
    if (!next.empty()) writer.member("@odata.nextLink", next);
    writer.end_object();
    return writer.take();
}

std::string reference(const schema::Object& object, Id id) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("@odata.context", "$metadata#$ref");
    writer.member("@odata.id", path_of(object, id));
    writer.end_object();
    return writer.take();
}

Result<http::Response> references(Call& call, const schema::Object& object, ListQuery query,
                                  const Place* owner) {
    query.query.fields = {&object.fields.front()};
    query.query.labels = false;
    query.next_base.insert(query.next_base.find('?'), "/$ref");
    std::string body;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        if (owner != nullptr) TRY(owner_with(context, *owner, owner->object->fields.front()));
        record::Page page;
        if (!query.without_rows()) page = TRY(record::list(context, query.query));
        body = reference_list(object, page, next_link(query, page));
        return {};
    }));
    return json_response(200, std::move(body));
}

Result<http::Response> list_references(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    ListQuery query = TRY(list_query(call, *object));
    if (!query.search.empty()) return field_error("$search", "option_not_here");
    return references(call, *object, std::move(query), nullptr);
}

Result<http::Response> record_reference(Call& call) {
    Place place;
    place.object = TRY(object_of(call));
    place.id = TRY(id_of(call, *place.object));
    TRY(value_at(call, place, place.object->fields.front()));
    return json_response(200, reference(*place.object, place.id));
}

Result<http::Response> references_behind(Call& call) {
    const Place place = TRY(place_of(call));
    if (!place.navigation) return not_found();
    if (place.navigation->link == nullptr) {
        return references(call, *place.navigation->target, TRY(behind_query(call, place)), &place);
    }
    const Value link = TRY(value_at(call, place, *place.navigation->link));
    const auto* id = std::get_if<Id>(&link);
    if (id == nullptr) return empty_response();
    return json_response(200, reference(*place.navigation->target, *id));
}

// "accounts('01J...')", with or without the address of the service before it.
std::optional<Id> id_in_reference(std::string_view text, const schema::Object& target) {
    const std::size_t slash = text.rfind('/');
    if (slash != std::string_view::npos) text.remove_prefix(slash + 1);
    const std::string head = target.name + "('";
    if (!text.starts_with(head) || !text.ends_with("')")) return std::nullopt;
    return parse_id(text.substr(head.size(), text.size() - head.size() - 2));
}

// {"@odata.id":"..."} or {"@id":"..."} of the body, or $id of the query.
Result<Id> referenced(const Call& call, const schema::Object& target) {
    std::string text;
    if (const auto asked = call.request.query_value("$id")) {
        text = *asked;
    } else {
        boost::system::error_code failure;
        const boost::json::value body = boost::json::parse(call.request.body, failure);
        const boost::json::object* members = body.if_object();
        for (const char* name : {"@odata.id", "@id"}) {
            const auto* found = members != nullptr ? members->if_contains(name) : nullptr;
            if (found != nullptr && found->is_string()) text = found->as_string();
        }
    }
    const auto id = id_in_reference(text, target);
    if (!id)
        return field_error("@odata.id", "not_a_reference", {{"example", target.name + "('ID')"}});
    return *id;
}

// Where another record is saved than the one the caller speaks of: it is held, so that the version
// stays what it is until the end.
Result<void> expect_version(record::Context& context, const Place& place,
                            std::optional<std::int64_t> expected) {
    if (!expected) return {};
    TRY(record::hold(context, *place.object, place.id));
    const schema::Field& version = place.object->field("version");
    const record::Record owner = TRY(owner_with(context, place, version));
    if (owner[version] == Value{*expected}) return {};
    return make_error(ErrorCode::conflict, "error.version",
                      {{"version", std::to_string(owner.version())}});
}

// The draft that sets, adds or takes away a reference. The version that the caller expects is the
// one of the record in the address, whichever side carries the link.
Result<void> change_reference(record::Context& context, const Place& place, Id other, bool add,
                              std::optional<std::int64_t> expected) {
    const Navigation& step = *place.navigation;
    record::Draft draft;
    draft.operation = record::Operation::update;
    const schema::Object* object = place.object;
    if (step.relation != nullptr) {
        // The other side carries the link.
        TRY(expect_version(context, place, expected));
        object = step.target;
        draft.id = other;
        Place probe;
        probe.object = step.target;
        probe.id = other;
        const record::Record held = TRY(owner_with(context, probe, *step.relation->via_field));
        if (!add && held[*step.relation->via_field] != Value{place.id}) return not_found();
        draft.set(*step.relation->via_field, add ? Value{place.id} : Value{});
    } else if (step.link != nullptr) {
        draft.id = place.id;
        draft.expected_version = expected;
        draft.set(*step.link, add ? Value{other} : Value{});
    } else {
        draft.id = place.id;
        draft.expected_version = expected;
        // Who adds at the same moment waits here, and then finds what this one has added.
        TRY(record::hold(context, *object, place.id));
        std::vector<Id> ids;
        for (const auto& [owner, linked] :
             TRY(record::linked_ids(context, *step.many, {place.id}))) {
            if (linked.value != other.value) ids.push_back(linked);
        }
        if (add) ids.push_back(other);
        draft.links.emplace_back(step.many, std::move(ids));
    }
    TRY(record::save(context, *object, draft));
    return {};
}

Result<http::Response> write_reference(Call& call, bool add) {
    const Place place = TRY(place_of(call));
    if (!place.navigation) return not_found();
    const bool named = add || place.navigation->link == nullptr;
    const Id other = named ? TRY(referenced(call, *place.navigation->target)) : Id{};
    const std::optional<std::int64_t> expected = TRY(expected_version(call.request));
    Result<http::Response> response =
        write_once(call, [&](record::Context& context) -> Result<http::Response> {
            TRY(owner_with(context, place, place.object->fields.front()));
            TRY(change_reference(context, place, other, add, expected));
            return empty_response();
        });
    if (!response.ok()) return response;
    for (const schema::Object* object : {place.object, place.navigation->target})
        forget_rights(call.application, *object);
    return response;
}

Result<http::Response> add_reference(Call& call) { return write_reference(call, true); }

Result<http::Response> remove_reference(Call& call) { return write_reference(call, false); }

}  // namespace

void add_path_routes(http::Router& router, Application& application) {
    const auto add = [&](http::Method method, const std::string& pattern, CallHandler handler) {
        router.add(method, pattern,
                   odata(authenticated(application, std::move(handler), Keys::kept_by_handler)));
    };
    using http::Method;
    add(Method::get, "/api/v1/{set}/$ref", list_references);
    for (const std::string one :
         {"/api/v1/{set}('{id}')", "/api/v1/{set}/{id}", "/api/v1/{set}({key:name}={value})"}) {
        add(Method::get, one + "/$ref", record_reference);
        add(Method::get, one + "/{property:name}", read_behind);
        add(Method::get, one + "/{property:name}/$value", read_raw_value);
        add(Method::get, one + "/{property:name}/$count", count_behind);
        add(Method::get, one + "/{property:name}/$ref", references_behind);
        add(Method::post, one + "/{property:name}/$ref", add_reference);
        add(Method::put, one + "/{property:name}/$ref", add_reference);
        add(Method::delete_, one + "/{property:name}/$ref", remove_reference);
    }
}

}  // namespace clientela::api
