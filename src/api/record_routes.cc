// SPDX-License-Identifier: Apache-2.0
// Parse, call the engine, write the answer. Reading options ($filter, $select ...) stands in
// query_options.h; bodies in record/read_json.h.
#include "api/record_routes.h"

#include <algorithm>

#include "access/scopes.h"
#include "api/call.h"
#include "api/idempotency.h"
#include "api/list_answer.h"
#include "api/query_options.h"
#include "base/text.h"
#include "record/read.h"
#include "record/read_json.h"
#include "record/related.h"
#include "record/save.h"
#include "record/write_json.h"

namespace clientela::api {
namespace {

using record::Operation;

Error not_found() { return make_error(ErrorCode::not_found, "error.not_found"); }

// The object of the path, if the caller may read it at all: an unreadable object is like a missing
// one.
Result<const schema::Object*> object_of(const Call& call) {
    const schema::Object* object = call.schema().find(call.request.parameter("set"));
    if (object == nullptr) return not_found();
    if (call.principal->breadth(object->name, access::Action::read) == access::Breadth::none)
        return not_found();
    return object;
}

// accounts('01J...') and accounts/01J..., or by a unique field: accounts(number='A-1'). Who holds a
// value is looked up without regard to sight; whether the record may be seen is asked afterwards.
Result<Id> id_of(const Call& call, const schema::Object& object) {
    const std::string_view key = call.request.parameter("key");
    const std::string_view text = call.request.parameter(key.empty() ? "id" : "value");
    if (key.empty() || key == "id") {
        const auto id = parse_id(text);
        if (!id) return not_found();
        return *id;
    }
    const schema::Field* field = object.find_field(key);
    if (field == nullptr || !field->unique || field->secret)
        return field_error(std::string(key), "not_a_key");
    std::optional<Id> holder;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        holder = TRY(record::find_by_key(context, object, *field, std::string(text)));
        return {};
    }));
    if (!holder) return not_found();
    return *holder;
}

std::string etag_of(std::int64_t version) { return "W/\"" + std::to_string(version) + "\""; }

// The version an If-Match header asks for; "*" and no header ask for none.
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

// One of the listed etags, or "*". Strong and weak forms of a version mean the same here.
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

bool wants_minimal(const http::Request& request) {
    return request.header("prefer").find("return=minimal") != std::string_view::npos;
}

// What stands now, as the answer of a write.
Result<http::Response> saved_answer(Call& call, record::Context& context,
                                    const schema::Object& object, const record::Saved& saved) {
    const bool created = saved.outcome == record::Outcome::created;
    http::Response response;
    if (wants_minimal(call.request)) {
        response.status = 204;
        response.headers.emplace_back("preference-applied", "return=minimal");
        response.headers.emplace_back("odata-entityid",
                                      object.name + "('" + to_string(saved.id) + "')");
    } else {
        SingleQuery query = TRY(single_query(call, object, saved.id));
        const std::optional<std::string> body = TRY(single_answer(context, query));
        // A writer may lose sight of what they wrote (a record given away): then only its id is
        // told.
        response = body ? json_response(created ? 201 : 200, *body) : http::Response{};
        if (!body) response.status = 204;
    }
    response.headers.emplace_back("etag", etag_of(saved.version));
    if (created) {
        response.headers.emplace_back("location",
                                      "/api/v1/" + object.name + "('" + to_string(saved.id) + "')");
    }
    return response;
}

// After the commit: whoever cached rights or scopes forgets them.
void after_write(Application& application, const schema::Object& object) {
    if (access::affects_principals(object.name)) application.principals.invalidate();
    if (access::affects_scopes(object.name)) application.shares.forget();
}

Result<http::Response> save_one(Call& call, const schema::Object& object,
                                const record::Draft& draft) {
    Result<http::Response> response =
        write_once(call, [&](record::Context& context) -> Result<http::Response> {
            const record::Saved saved = TRY(record::save(context, object, draft));
            return saved_answer(call, context, object, saved);
        });
    if (response.ok()) after_write(call.application, object);
    return response;
}

Result<http::Response> list_groups(Call& call, const schema::Object& object) {
    const GroupQuery query = TRY(group_query(call, object));
    std::string body;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        body = TRY(group_answer(context, query));
        return {};
    }));
    return json_response(200, std::move(body));
}

// Turns $search into a condition.
Result<void> search_in(Call& call, record::Context& context, ListQuery& query) {
    if (query.search.empty()) return {};
    query.query.restriction =
        TRY(call.application.search(context, *query.query.object, query.search));
    return {};
}

Result<http::Response> list_records(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    if (wants_groups(call.request)) return list_groups(call, *object);
    ListQuery query = TRY(list_query(call, *object));
    std::string body;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        TRY(search_in(call, context, query));
        body = TRY(list_answer(context, query));
        return {};
    }));
    return json_response(200, std::move(body));
}

Result<http::Response> get_record(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    const Id id = TRY(id_of(call, *object));
    const SingleQuery query = TRY(single_query(call, *object, id));
    std::optional<std::string> body;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        body = TRY(single_answer(context, query));
        return {};
    }));
    if (!body) return not_found();
    http::Response response = json_response(200, std::move(*body));
    const std::string etag = TRY(etag_in(response.body));
    if (etag_matches(call.request.header("if-none-match"), etag)) {
        response.status = 304;
        response.body.clear();
    }
    response.headers.emplace_back("etag", etag);
    return response;
}

Result<http::Response> count_records(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    ListQuery query = TRY(list_query(call, *object));
    std::int64_t number = 0;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        TRY(search_in(call, context, query));
        number = TRY(record::count(context, query.query));
        return {};
    }));
    http::Response response = json_response(200, std::to_string(number));
    response.headers.front().second = "text/plain";
    return response;
}

Result<http::Response> create_record(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    const record::Draft draft = TRY(record::draft_from_json(call.application.company, *object,
                                                            call.request.body, Operation::create));
    return save_one(call, *object, draft);
}

Result<http::Response> update_record(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    record::Draft draft = TRY(record::draft_from_json(call.application.company, *object,
                                                      call.request.body, Operation::update));
    draft.id = TRY(id_of(call, *object));
    draft.expected_version = TRY(expected_version(call.request));
    return save_one(call, *object, draft);
}

Result<http::Response> remove_record(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    record::Draft draft;
    draft.operation = Operation::remove;
    draft.id = TRY(id_of(call, *object));
    draft.expected_version = TRY(expected_version(call.request));
    Result<http::Response> response =
        write_once(call, [&](record::Context& context) -> Result<http::Response> {
            TRY(record::save(context, *object, draft));
            http::Response gone;
            gone.status = 204;
            return gone;
        });
    if (response.ok()) after_write(call.application, *object);
    return response;
}

Result<http::Response> restore_record(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    record::Draft draft;
    draft.operation = Operation::restore;
    draft.id = TRY(id_of(call, *object));
    return save_one(call, *object, draft);
}

}  // namespace

void add_record_routes(http::Router& router, Application& application) {
    const auto add = [&](http::Method method, std::string_view pattern, CallHandler handler,
                         http::Run run = http::Run::pool) {
        http::RouteOptions options;
        options.run = run;
        router.add(method, pattern, odata(authenticated(application, std::move(handler))), options);
    };
    // A point read of SQLite is shorter than the way to another thread and back.
    const http::Run quick =
        application.store.dialect() == db::Dialect::sqlite ? http::Run::inline_ : http::Run::pool;
    using http::Method;
    add(Method::get, "/api/v1/{set}", list_records);
    add(Method::get, "/api/v1/{set}/$count", count_records);
    add(Method::post, "/api/v1/{set}", create_record);
    for (const char* one :
         {"/api/v1/{set}('{id}')", "/api/v1/{set}/{id}", "/api/v1/{set}({key:name}='{value}')"}) {
        add(Method::get, one, get_record, quick);
        add(Method::patch, one, update_record);
        add(Method::delete_, one, remove_record);
        add(Method::post, std::string(one) + "/restore", restore_record);
    }
}

}  // namespace clientela::api
