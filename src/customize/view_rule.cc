// SPDX-License-Identifier: Apache-2.0
// Only what a save changes is checked, so that a view whose field has gone since can still be
// renamed, mended or put into the bin.
#include "customize/view_rule.h"

#include <algorithm>

#include <boost/json.hpp>

#include "access/masks.h"
#include "base/text.h"
#include "filter/filter.h"
#include "filter/options.h"
#include "record/read.h"

namespace clientela::customize {
namespace {

namespace json = boost::json;
using access::Breadth;
using record::Proposal;

constexpr std::size_t kGroupsMax = 2;

std::string text_of(const Proposal& view, std::string_view field) {
    const auto* text = std::get_if<std::string>(&view.at(field));
    return text != nullptr ? *text : std::string();
}

bool may_read(const schema::Object&, const schema::Field& field) { return !field.secret; }

// What another part found wrong, said of the field of the view that holds it.
Error said_of(std::string field, const Error& problem) {
    Error error = make_error(ErrorCode::invalid, "error.invalid_fields");
    const Message& message =
        problem.fields.empty() ? problem.message : problem.fields.front().message;
    error.fields.push_back({std::move(field), "wrong_view", message});
    return error;
}

std::vector<std::string> names_in(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        names.emplace_back(trim(list.substr(0, comma)));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return names;
}

const schema::Field* readable(const schema::Object& object, std::string_view name) {
    const schema::Field* field = object.find_field(name);
    return field != nullptr && !field->secret ? field : nullptr;
}

Error unknown_field(const char* of, const schema::Object& object, std::string name) {
    const auto label = [&](const std::string& text) { return text.empty() ? object.name : text; };
    return field_error(of, "no_such_field",
                       {{"name", std::move(name)},
                        {"object_es", label(object.label_many.es)},
                        {"object_en", label(object.label_many.en)}});
}

Result<void> check_order(const schema::Schema& schema, const schema::Object& object,
                         const std::string& sort) {
    const std::vector<std::string> names = names_in(sort);
    if (names.size() > static_cast<std::size_t>(record::kSortKeysMax))
        return field_error("sort", "too_many_fields",
                           {{"most", std::to_string(record::kSortKeysMax)}});
    for (const std::string& name : names) {
        const bool descends = name.starts_with('-');
        const std::string key = name.substr(descends ? 1 : 0);
        const auto order = filter::parse_order(key, schema, object, may_read);
        if (!order.ok()) return said_of("sort", order.error());
    }
    return {};
}

Result<void> check_groups(const schema::Object& object, const std::string& grouping) {
    const std::vector<std::string> names = names_in(grouping);
    if (names.size() > kGroupsMax)
        return field_error("grouping", "too_many_fields", {{"most", std::to_string(kGroupsMax)}});
    for (const std::string& name : names) {
        if (readable(object, name) == nullptr) return unknown_field("grouping", object, name);
    }
    return {};
}

// ["name", {"name": "amount", "width": 120}]
Result<void> check_columns(const schema::Object& object, const std::string& columns) {
    boost::system::error_code failed;
    const json::value list = json::parse(columns, failed);
    if (!failed && list.is_null()) return {};
    if (failed || !list.is_array()) return field_error("columns", "not_a_list");
    for (const json::value& one : list.get_array()) {
        const json::value* name = &one;
        if (one.is_object()) name = one.get_object().if_contains("name");
        if (name == nullptr || !name->is_string()) return field_error("columns", "not_a_list");
        const std::string text(name->get_string());
        if (readable(object, text) == nullptr && object.find_many_link(text) == nullptr)
            return unknown_field("columns", object, text);
    }
    return {};
}

Result<void> check_content(const schema::Schema& schema, const schema::Object& object,
                           const Proposal& view) {
    const auto given = [&](std::string_view field) {
        return view.changes(field) && !trim(text_of(view, field)).empty();
    };
    if (given("filter")) {
        const auto bound =
            filter::parse_and_bind(text_of(view, "filter"), schema, object, may_read);
        if (!bound.ok()) return said_of("filter", bound.error());
    }
    if (given("sort")) TRY(check_order(schema, object, text_of(view, "sort")));
    if (given("grouping")) TRY(check_groups(object, text_of(view, "grouping")));
    if (given("columns")) TRY(check_columns(object, text_of(view, "columns")));
    return {};
}

// A view that others have as well is kept, changed and opened first for them by that right alone.
Result<void> check_sharing(const access::Principal& writer, const Proposal& view) {
    const std::string shared = text_of(view, "shared");
    if (shared == "private" || shared.empty() || writer.administers) return {};
    const auto action = view.before == nullptr ? access::Action::create : access::Action::update;
    const Breadth reach = writer.own_breadth(view.object.name, action);
    const Breadth needed = shared == "team" ? Breadth::team : Breadth::all;
    if (reach >= needed) return {};
    return field_error("shared", shared == "team" ? "not_with_team" : "not_with_everyone");
}

}  // namespace

Result<void> check_view(record::Context& context, Proposal& view) {
    const access::Principal& writer = context.principal;
    const bool person = writer.kind == access::Principal::Kind::person;
    if (person) TRY(check_sharing(writer, view));
    const schema::Schema& schema =
        person ? access::schema_for(writer, context.schema) : context.schema;
    const std::string name = text_of(view, "object");
    const schema::Object* object = schema.find(name);
    const bool reads = !person || writer.breadth(name, access::Action::read) != Breadth::none;
    if (view.changes("object") && (object == nullptr || !reads))
        return field_error("object", "unknown_object", {{"value", name}});
    if (object == nullptr) return {};
    return check_content(schema, *object, view);
}

void add_rules(record::Rules& rules) { rules.add("views", check_view); }

}  // namespace clientela::customize
