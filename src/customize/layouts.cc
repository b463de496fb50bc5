// SPDX-License-Identifier: Apache-2.0
// Merging part by part. A layout may be older than the definitions: names that are gone are left
// out, and a required field that no section names is put behind, so that records can be created.
#include "customize/layouts.h"

#include <algorithm>
#include <array>
#include <set>

#include <boost/json.hpp>

namespace clientela::customize {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> kScopes{"me", "person", "role", "company"};
constexpr std::size_t kKeyMax = 6;

std::vector<std::string> names_in(const schema::Object& object, const json::value& list,
                                  bool links) {
    std::vector<std::string> names;
    if (!list.is_array()) return names;
    for (const json::value& element : list.as_array()) {
        if (!element.is_string()) continue;
        std::string name(element.as_string());
        const schema::Field* field = object.find_field(name);
        const bool stands = (field != nullptr && !field->secret && !field->hidden) ||
                            (links && object.find_many_link(name) != nullptr);
        const bool known = std::find(names.begin(), names.end(), name) != names.end();
        if (stands && !known) names.push_back(std::move(name));
    }
    return names;
}

schema::Label label_in(const json::object& section) {
    schema::Label label;
    const json::value* given = section.if_contains("label");
    if (given == nullptr || !given->is_object()) return label;
    for (const auto& [language, text] : given->as_object()) {
        if (!text.is_string()) continue;
        (language == "en" ? label.en : label.es) = std::string(text.as_string());
    }
    return label;
}

void complete_form(const schema::Object& object, std::vector<schema::FormSection>& form) {
    std::set<std::string> placed;
    for (const schema::FormSection& section : form)
        placed.insert(section.fields.begin(), section.fields.end());
    for (const schema::Field& field : object.fields) {
        const bool must = field.required && !field.read_only && !field.standard &&
                          is_null(field.default_value) && !placed.contains(field.name);
        if (!must) continue;
        if (form.empty()) form.push_back({object.label_one, {}});
        form.back().fields.push_back(field.name);
    }
}

void merge(const schema::Object& object, const json::object& content, schema::Arranged& into) {
    if (const json::value* list = content.if_contains("list")) {
        auto names = names_in(object, *list, true);
        if (!names.empty()) into.views.list = std::move(names);
    }
    if (const json::value* key = content.if_contains("key"))
        into.views.key = names_in(object, *key, false);
    if (const json::value* form = content.if_contains("form");
        form != nullptr && form->is_array()) {
        std::vector<schema::FormSection> sections;
        for (const json::value& section : form->as_array()) {
            if (!section.is_object() || !section.as_object().contains("fields")) continue;
            sections.push_back({label_in(section.as_object()),
                                names_in(object, section.as_object().at("fields"), true)});
        }
        std::erase_if(sections, [](const schema::FormSection& s) { return s.fields.empty(); });
        if (!sections.empty()) into.views.form = std::move(sections);
        complete_form(object, into.views.form);
    }
    if (const json::value* tabs = content.if_contains("tabs");
        tabs != nullptr && tabs->is_array()) {
        json::array kept;
        for (const json::value& tab : tabs->as_array()) {
            if (tab.is_string() && object.find_relation(tab.as_string()) != nullptr)
                kept.push_back(tab);
        }
        into.tabs = json::serialize(kept);
    }
    if (const json::value* view = content.if_contains("default_view");
        view != nullptr && view->is_string())
        into.default_view = std::string(view->as_string());
}

struct Target {
    std::string scope;
    Id id;
};

// Everybody arranges their own pages; those of roles and of the company are for administrators.
Result<Target> target_of(const api::Call& call) {
    const std::string scope(call.request.parameter("scope"));
    if (std::find(kScopes.begin(), kScopes.end(), scope) == kScopes.end())
        return make_error(ErrorCode::not_found, "error.not_found");
    if (scope == "me") return Target{"person", call.principal->user};
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    if (scope == "company") return Target{scope, Id{}};
    const auto id = parse_id(call.request.parameter("id"));
    if (!id) return make_error(ErrorCode::not_found, "error.not_found");
    return Target{scope, *id};
}

Result<http::Response> layouts_route(api::Call& call) {
    const Target target = TRY(target_of(call));
    json::object places;
    TRY(call.application.store.read([&](db::Transaction& tx) -> Result<void> {
        for (const LayoutRow& row : TRY(layouts_of(tx, target.scope, target.id)))
            places[row.place] = json::parse(row.content);
        return {};
    }));
    return api::json_response(200, json::serialize(json::object{{"places", std::move(places)}}));
}

Result<http::Response> write_route(api::Call& call, bool keep, const TellPerson& tell) {
    const Target target = TRY(target_of(call));
    const std::string place(call.request.parameter("place"));
    if (keep) TRY(check_layout(call.schema(), place, call.request.body));
    TRY(call.application.store.write([&](db::Transaction& tx) -> Result<void> {
        if (!keep) return drop_layout(tx, target.scope, target.id, place);
        return keep_layout(
            tx, {target.scope, target.id, place, call.request.body, call.application.clock.now()},
            call.principal->user);
    }));
    static const std::string kEvent = R"({"object":"definitions","op":"many"})";
    if (target.scope == "person") {
        tell(kEvent, target.id);  // nobody else has this layout
    } else {
        call.application.events.publish("change", kEvent);
    }
    return api::json_response(204, "");
}

}  // namespace

Result<void> check_layout(const schema::Schema& schema, std::string_view place,
                          std::string_view content) {
    const schema::Object* object = schema.find(place);
    if (object == nullptr && place != "home") return field_error("place", "layout_place");
    boost::system::error_code failed;
    const json::value parsed = json::parse(content, failed);
    if (failed || !parsed.is_object()) return make_error(ErrorCode::invalid, "error.body");
    for (const auto& [part, value] : parsed.as_object()) {
        const bool text = part == "default_view";
        const bool known = place == "home" ? part == "blocks"
                                           : text || part == "list" || part == "key" ||
                                                 part == "form" || part == "tabs";
        const bool shaped = text ? value.is_string() : value.is_array();
        if (!known || !shaped)
            return field_error(std::string(part), "layout_shape", {{"part", std::string(part)}});
        if (part == "key" && value.as_array().size() > kKeyMax)
            return field_error("key", "layout_shape", {{"part", "key"}});
        if (object == nullptr || (part != "list" && part != "key")) continue;
        for (const json::value& name : value.as_array()) {
            const std::string text_of = name.is_string() ? std::string(name.as_string()) : "";
            if (object->find_field(text_of) == nullptr &&
                object->find_many_link(text_of) == nullptr)
                return field_error(std::string(part), "layout_name", {{"name", text_of}});
        }
    }
    return {};
}

Result<api::Arrangement> arrangement_for(const api::Call& call) {
    std::vector<LayoutRow> rows;
    TRY(call.application.store.read([&](db::Transaction& tx) -> Result<void> {
        rows = TRY(layouts_for(tx, call.principal->role_id, call.principal->user));
        return {};
    }));
    api::Arrangement arrangement;
    std::int64_t newest = 0;
    for (const LayoutRow& row : rows) {
        newest = std::max(newest, row.updated_at.ms);
        boost::system::error_code failed;
        const json::value content = json::parse(row.content, failed);
        if (failed || !content.is_object()) continue;
        if (row.place == "home") {
            arrangement.home = row.content;
            continue;
        }
        const schema::Object* object = call.schema().find(row.place);
        if (object == nullptr) continue;
        const auto [found, added] = arrangement.objects.try_emplace(row.place);
        if (added) found->second.views = object->views;
        merge(*object, content.as_object(), found->second);
    }
    arrangement.stamp = std::to_string(rows.size()) + "." + std::to_string(newest);
    return arrangement;
}

void add_layout_routes(http::Router& router, api::Application& application,
                       const TellPerson& tell) {
    const auto keep = [tell](api::Call& call) { return write_route(call, true, tell); };
    const auto reset = [tell](api::Call& call) { return write_route(call, false, tell); };
    for (const char* path : {"/api/v1/layouts/{scope}", "/api/v1/layouts/{scope}('{id}')"}) {
        router.add(http::Method::get, path, api::authenticated(application, layouts_route));
        const std::string place = std::string(path) + "/{place}";
        router.add(http::Method::put, place, api::authenticated(application, keep));
        router.add(http::Method::delete_, place, api::authenticated(application, reset));
    }
}

}  // namespace clientela::customize
