// SPDX-License-Identifier: Apache-2.0
#include "bulk/bulk_act.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "access/not_allowed.h"
#include "api/call.h"
#include "api/query_options.h"
#include "base/json_writer.h"
#include "base/unknown_option.h"
#include "record/exact_json.h"
#include "record/read_json.h"

namespace clientela::bulk {
namespace {

namespace json = boost::json;
using record::is_text;

constexpr std::array<std::string_view, 6> kActions{"edit",   "delete",   "restore",
                                                   "assign", "classify", "unclassify"};
constexpr std::array<std::string_view, 3> kOwners{"owner_id", "team_id", "territory_id"};

std::string text_of(const json::value& value) { return std::string(value.get_string()); }

access::Action right_for(Action action) {
    const bool removes = action == Action::remove || action == Action::restore;
    return removes ? access::Action::remove : access::Action::update;
}

bool links(Action action) { return action == Action::classify || action == Action::unclassify; }

Result<void> read_member(BulkAct& act, std::string_view name, const json::value& value) {
    if (name == "action" && is_text(value)) {
        const auto* const found = std::find(kActions.begin(), kActions.end(), text_of(value));
        if (found == kActions.end()) return unknown_option("action", text_of(value), kActions);
        act.action = static_cast<Action>(found - kActions.begin());
    } else if (name == "filter" && (is_text(value) || value.is_null())) {
        if (!value.is_null()) act.filter = text_of(value);
    } else if (name == "search" && (is_text(value) || value.is_null())) {
        if (!value.is_null()) act.search = text_of(value);
    } else if (name == "bin" && value.is_bool()) {
        act.bin = value.get_bool();
    } else if (name == "preview" && value.is_bool()) {
        act.preview = value.get_bool();
    } else if (name == "expected_count" && value.is_int64()) {
        act.expected_count = value.get_int64();
    } else if (name == "values" && value.is_object()) {
        act.values = record::exact_text(value);
    } else {
        const bool known = name == "action" || name == "filter" || name == "search" ||
                           name == "bin" || name == "preview" || name == "expected_count" ||
                           name == "values";
        return field_error(std::string(name), known ? "wrong_type" : "unknown_field");
    }
    return {};
}

Result<void> check_values(const schema::Object& object, const BulkAct& act) {
    if (act.action == Action::remove || act.action == Action::restore) return {};
    boost::system::error_code failed;
    const json::value parsed = json::parse(record::keep_numbers(act.values).text, failed);
    if (failed || !parsed.is_object()) return make_error(ErrorCode::invalid, "error.body");
    const json::object& values = parsed.get_object();
    if (values.empty()) return field_error("values", "required");
    for (const auto& [key, value] : values) {
        const std::string name(key);
        const bool owner = std::find(kOwners.begin(), kOwners.end(), name) != kOwners.end();
        if (act.action == Action::assign && !owner) return field_error(name, "not_assignable");
        if (links(act.action) && object.find_many_link(name) == nullptr)
            return field_error(name, "not_a_link_set");
        const bool sets_links = !links(act.action) && object.find_many_link(name) != nullptr;
        if (sets_links) return field_error(name, "classify_instead");
    }
    if (links(act.action) && values.size() != 1) return field_error("values", "one_link_set");
    return {};
}

}  // namespace

std::string_view name_of(Action action) { return kActions[static_cast<std::size_t>(action)]; }

Result<BulkAct> parse_act(const schema::Object& object, std::string_view body) {
    boost::system::error_code failed;
    const json::value document = json::parse(record::keep_numbers(body).text, failed);
    if (failed || !document.is_object()) return make_error(ErrorCode::invalid, "error.body");
    BulkAct act;
    act.object = object.name;
    if (!document.get_object().contains("action")) return field_error("action", "required");
    for (const auto& [name, value] : document.get_object())
        TRY(read_member(act, {name.data(), name.size()}, value));
    if (act.action == Action::restore) act.bin = true;
    if (act.bin && act.action != Action::restore) return field_error("bin", "bin_restores_only");
    if (!act.preview) TRY(check_values(object, act));  // how many it touches does not hang on them
    return act;
}

std::string to_parameters(const BulkAct& act) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("object", act.object);
    writer.member("action", name_of(act.action));
    writer.member("filter", act.filter);
    writer.member("search", act.search);
    writer.member("bin", act.bin);
    writer.key("values");
    writer.raw(act.values);
    if (act.expected_count) writer.member("expected_count", *act.expected_count);
    writer.end_object();
    return writer.take();
}

Result<BulkAct> parse_parameters(std::string_view text) {
    boost::system::error_code failed;
    const json::value document = json::parse(record::keep_numbers(text).text, failed);
    if (failed || !document.is_object()) return internal_error("parameters of a bulk act");
    BulkAct act;
    for (const auto& [name, value] : document.get_object()) {
        if (name == "object") {
            act.object = text_of(value);
        } else {
            TRY(read_member(act, {name.data(), name.size()}, value));
        }
    }
    return act;
}

// The same reading of options as in lists, so that the same filter means the same records.
Result<record::Query> query_of(api::Application& application, record::Context& context,
                               const BulkAct& act) {
    const schema::Object* object = context.schema.find(act.object);
    if (object == nullptr) return make_error(ErrorCode::not_found, "error.not_found");
    http::Request request;
    request.method = http::Method::get;
    if (!act.filter.empty()) request.query.emplace_back("$filter", act.filter);
    if (!act.search.empty()) request.query.emplace_back("$search", act.search);
    if (act.bin) request.query.emplace_back("bin", "true");
    const api::Call call{application, request,
                         std::make_shared<const access::Principal>(context.principal), Language::es,
                         false};
    api::ListQuery list = TRY(api::list_query(call, *object));
    if (!list.search.empty()) {
        list.query.restriction = TRY(application.search(context, *object, list.search));
    }
    return std::move(list.query);
}

Result<Reach> reach_of(api::Application& application, record::Context& context,
                       const BulkAct& act) {
    record::Query query = TRY(query_of(application, context, act));
    Reach reach;
    reach.count = TRY(record::count(context, query));
    query.action = right_for(act.action);
    reach.changeable = TRY(record::count(context, query));
    return reach;
}

Result<void> may_act(const access::Principal& principal, const BulkAct& act) {
    if (principal.breadth(act.object, access::Action::read) == access::Breadth::none)
        return make_error(ErrorCode::not_found, "error.not_found");
    if (principal.breadth(act.object, right_for(act.action)) == access::Breadth::none)
        return access::not_allowed(right_for(act.action), act.object);
    return {};
}

Result<record::Draft> draft_of(const record::Company& company, const schema::Object& object,
                               const BulkAct& act) {
    record::Draft draft;
    if (act.action == Action::remove || act.action == Action::restore) {
        draft.operation =
            act.action == Action::remove ? record::Operation::remove : record::Operation::restore;
        return draft;
    }
    return record::draft_from_json(company, object, act.values, record::Operation::update);
}

}  // namespace clientela::bulk
