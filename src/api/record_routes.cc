// SPDX-License-Identifier: Apache-2.0
// Parse, call the engine, write the answer. Reading options ($filter, $select ...) stands in
// query_options.h; bodies in record/read_json.h.
#include "api/record_routes.h"

#include <algorithm>

#include "access/scopes.h"
#include "api/idempotency.h"
#include "api/list_answer.h"
#include "api/path_routes.h"
#include "api/preferences.h"
#include "api/query_options.h"
#include "api/record_address.h"
#include "base/text.h"
#include "record/read_json.h"
#include "record/save.h"
#include "record/write_json.h"

namespace clientela::api {
namespace {

using record::Operation;

// What stands now, as the answer of a write.
Result<http::Response> saved_answer(Call& call, record::Context& context,
                                    const schema::Object& object, const record::Saved& saved) {
    const bool created = saved.outcome == record::Outcome::created;
    http::Response response;
    const Preferences preferences = preferences_of(call.request);
    if (preferences.minimal) {
        response.status = 204;
        say_applied(response, "return=minimal");
        response.headers.emplace_back("odata-entityid", path_of(object, saved.id));
    } else {
        SingleQuery query = TRY(single_query(call, object, saved.id));
        const std::optional<std::string> body = TRY(single_answer(context, query));
        // A writer need not see what they made (a record for somebody else): then only its id is
        // told.
        response = body ? json_response(created ? 201 : 200, *body) : http::Response{};
        if (!body) response.status = 204;
        if (preferences.representation) say_applied(response, "return=representation");
        say_applied(response, applied_annotations(preferences));
    }
    response.headers.emplace_back("etag", etag_of(saved.version));
    if (created) {
        response.headers.emplace_back("location", "/api/v1/" + path_of(object, saved.id));
    }
    return response;
}

// What saving would say of the rest of a body of which some values could not be read: tried, and
// taken back, so that everything is told at once. A field that is lacking because its value could
// not be read is no second fault.
Result<http::Response> refuse(Call& call, const schema::Object& object, const record::Draft& draft,
                              std::vector<FieldError> faults) {
    constexpr const char* kTakenBack = "record.only_tried";
    Error error = make_error(ErrorCode::invalid, "error.invalid_fields");
    const Result<void> tried = call.write([&](record::Context& context) -> Result<void> {
        TRY(record::save(context, object, draft));
        return make_error(ErrorCode::conflict, kTakenBack);
    });
    const bool known = !tried.ok() && tried.error().code == ErrorCode::invalid;
    error.fields = std::move(faults);
    const std::size_t unread = error.fields.size();
    for (const FieldError& fault : known ? tried.error().fields : std::vector<FieldError>{}) {
        const auto end = error.fields.begin() + static_cast<std::ptrdiff_t>(unread);
        const bool told = std::any_of(error.fields.begin(), end, [&](const FieldError& other) {
            return other.field.substr(0, other.field.find('/')) == fault.field;
        });
        const bool given = draft.find(fault.field) != nullptr;
        if (!told && (given || fault.code == "required")) error.fields.push_back(fault);
    }
    return error;
}

Result<http::Response> save_one(Call& call, const schema::Object& object,
                                const record::Draft& draft, std::vector<FieldError> faults = {}) {
    if (!faults.empty()) return refuse(call, object, draft, std::move(faults));
    Result<http::Response> response =
        write_once(call, [&](record::Context& context) -> Result<http::Response> {
            const record::Saved saved = TRY(record::save(context, object, draft));
            return saved_answer(call, context, object, saved);
        });
    if (response.ok()) forget_rights(call.application, object);
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

// maxpagesize is a wish about the page, include-annotations about what its records show.
void say_page_preferences(const http::Request& request, const ListQuery& query,
                          http::Response& response) {
    if (request.header("prefer").empty()) return;
    const Preferences preferences = preferences_of(request);
    if (preferences.page_size > 0 && query.query.page_size == preferences.page_size)
        say_applied(response, "maxpagesize=" + std::to_string(preferences.page_size));
    say_applied(response, applied_annotations(preferences));
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
    http::Response response = json_response(200, std::move(body));
    say_page_preferences(call.request, query, response);
    return response;
}

Result<http::Response> get_record(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    // Whose key it is has to be looked up; what comes along ($expand) may be long.
    const bool may_wait = call.request.may_wait;
    const bool plain = call.request.parameter("key").empty() && call.request.query.empty();
    if (!may_wait && !plain) return elsewhere();
    const Id id = TRY(id_of(call, *object));
    const SingleQuery query = TRY(single_query(call, *object, id));
    std::optional<std::string> body;
    const auto read = [&](record::Context& context) -> Result<void> {
        body = TRY(single_answer(context, query));
        return {};
    };
    if (may_wait) {
        TRY(call.read(read));
    } else if (!TRY(call.read_at_once(read))) {
        return elsewhere();
    }
    if (!body) return not_found();
    http::Response response = json_response(200, std::move(*body));
    const std::string etag = TRY(etag_in(response.body));
    if (etag_matches(call.request.header("if-none-match"), etag)) {
        response.status = 304;
        response.body.clear();
    }
    response.headers.emplace_back("etag", etag);
    if (!call.request.header("prefer").empty())
        say_applied(response, applied_annotations(preferences_of(call.request)));
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

// What caches know of rights and scopes is forgotten behind the commit (forget_rights), so it
// must not be written by a handler that runs before it.
bool has_nothing_behind(const Call& call) {
    const Result<const schema::Object*> object = object_of(call);
    return object.ok() && !access::affects_principals((*object)->name);
}

Result<http::Response> create_record(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    std::vector<FieldError> faults;
    const record::Draft draft = TRY(record::draft_from_json(
        call.application.company, *object, call.request.body, Operation::create, &faults));
    return save_one(call, *object, draft, std::move(faults));
}

// What a PUT does not name becomes empty, or what it is at first, as creating the record now would
// have it; but for fields that no reader is shown, and no writer can send back.
void empty_the_rest(const Call& call, const schema::Object& object, record::Draft& draft) {
    const Instant now = call.application.clock.now();
    const record::Company& company = call.application.company;
    const Date today = company.zone.local(now).date;
    for (const schema::Field& field : object.fields) {
        const bool fixed =
            field.standard || field.read_only || field.immutable || field.secret || field.hidden;
        if (fixed || draft.find(field) != nullptr) continue;
        if (field.required && is_null(field.default_value)) continue;
        draft.set(field, record::first_value(field, now, today, call.principal->user));
    }
}

// Keys are told apart without regard to case, like all unique values.
bool says_key(const Value& value, const Value& key) {
    const auto* said = std::get_if<std::string>(&value);
    const auto* wanted = std::get_if<std::string>(&key);
    if (said == nullptr || wanted == nullptr) return value == key;
    return lower(trim(*said)) == lower(trim(*wanted));
}

// Nobody holds accounts(number='A-1') yet: a write to it creates the record.
Result<http::Response> create_by_key(Call& call, const schema::Object& object, const FreeKey& key) {
    if (!call.request.header("if-match").empty())  // of what is there only
        return make_error(ErrorCode::conflict, "error.not_there");
    std::vector<FieldError> faults;
    record::Draft draft = TRY(record::draft_from_json(
        call.application.company, object, call.request.body, Operation::create, &faults));
    if (const Value* given = draft.find(*key.field); given == nullptr) {
        draft.set(*key.field, key.value);
    } else if (!says_key(*given, key.value)) {
        return field_error(key.field->name, "key_differs");
    }
    return save_one(call, object, draft, std::move(faults));
}

Result<http::Response> change_record(Call& call, bool whole) {
    const schema::Object* object = TRY(object_of(call));
    // Before the key of the record is looked up: the first time may have made it.
    if (auto known = TRY(answered_before(call))) return std::move(*known);
    if (const auto key = TRY(free_key(call, *object))) return create_by_key(call, *object, *key);
    std::vector<FieldError> faults;
    record::Draft draft = TRY(record::draft_from_json(
        call.application.company, *object, call.request.body, Operation::update, &faults));
    draft.id = TRY(id_of(call, *object));
    draft.expected_version = TRY(expected_version(call.request));
    // Only if there is none: but there is.
    if (call.request.header("if-none-match") == "*")
        return make_error(ErrorCode::conflict, "error.is_there");
    if (whole) empty_the_rest(call, *object, draft);
    return save_one(call, *object, draft, std::move(faults));
}

Result<http::Response> update_record(Call& call) { return change_record(call, false); }

Result<http::Response> replace_record(Call& call) { return change_record(call, true); }

Result<http::Response> remove_record(Call& call) {
    const schema::Object* object = TRY(object_of(call));
    if (auto known = TRY(answered_before(call))) return std::move(*known);
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
    if (response.ok()) forget_rights(call.application, *object);
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
        router.add(method, pattern,
                   odata(authenticated(application, std::move(handler), Keys::kept_by_handler)),
                   options);
    };
    const auto add_write = [&](http::Method method, std::string_view pattern,
                               const CallHandler& handler) {
        http::RouteOptions options;
        if (application.store.dialect() == db::Dialect::sqlite)
            options.later = odata(written_later(application, handler, has_nothing_behind));
        router.add(method, pattern,
                   odata(authenticated(application, handler, Keys::kept_by_handler)), options);
    };
    // A point read of SQLite is shorter than the way to another thread and back.
    const http::Run quick = application.store.dialect() == db::Dialect::sqlite
                                ? http::Run::inline_if_free
                                : http::Run::pool;
    using http::Method;
    add(Method::get, "/api/v1/{set}", list_records);
    add(Method::get, "/api/v1/{set}/$count", count_records);
    add_write(Method::post, "/api/v1/{set}", create_record);
    for (const char* one :
         {"/api/v1/{set}('{id}')", "/api/v1/{set}/{id}", "/api/v1/{set}({key:name}={value})"}) {
        add(Method::get, one, get_record, quick);
        add_write(Method::patch, one, update_record);
        add_write(Method::put, one, replace_record);
        add(Method::delete_, one, remove_record);
        add(Method::post, std::string(one) + "/restore", restore_record);
    }
    add_path_routes(router, application);
}

}  // namespace clientela::api
