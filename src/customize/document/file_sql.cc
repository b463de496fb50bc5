// SPDX-License-Identifier: Apache-2.0
// Roles and views are records and go through the one door; layouts have a table of their own.
#include <algorithm>
#include <initializer_list>

#include "access/shipped_roles.h"
#include "customize/document/consequences.h"
#include "customize/document/editor.h"
#include "customize/document/file.h"
#include "customize/layouts.h"
#include "record/read_json.h"
#include "record/save.h"
#include "schema/custom.h"

namespace clientela::customize {
namespace {

constexpr std::string_view kFormat = "clientela/customization/1";

json::value parsed(std::string_view text) {
    boost::system::error_code failed;
    json::value value = json::parse(text, failed);
    return failed ? json::value(nullptr) : value;
}

json::object role_json(const db::Row& row) {
    return {{"name", std::string(row.text(0))},     {"label_es", std::string(row.text(1))},
            {"label_en", std::string(row.text(2))}, {"description", std::string(row.text(3))},
            {"rights", parsed(row.text(4))},        {"administers", row.boolean(5)},
            {"masks", parsed(row.text(6))}};
}

bool is_as_shipped(const json::object& role) {
    for (const access::ShippedRole& shipped : access::shipped_roles()) {
        if (shipped.name != text_at(role, "name")) continue;
        return parsed(shipped.rights) == role.at("rights") &&
               shipped.label_es == text_at(role, "label_es") &&
               shipped.label_en == text_at(role, "label_en") &&
               shipped.description_es == text_at(role, "description") &&
               shipped.administers == flag_at(role, "administers") &&
               role.at("masks").as_object().empty();
    }
    return false;
}

Result<json::array> roles_of(db::Transaction& tx, bool all) {
    json::array roles;
    TRY(tx.query({"select name, label_es, label_en, coalesce(description, ''), "
                  "coalesce(rights, '{}'), administers, coalesce(masks, '{}') from role where "
                  "deleted_at is null "
                  "order by name",
                  {}},
                 [&](const db::Row& row) {
                     json::object role = role_json(row);
                     if (all || !is_as_shipped(role)) roles.push_back(std::move(role));
                 }));
    return roles;
}

// With what is empty, so that reading the file in leaves the view as it was where it came from.
json::object view_json(const db::Row& row) {
    const auto text = [&](int place) {
        return row.is_null(place) ? json::value(nullptr)
                                  : json::value(std::string(row.text(place)));
    };
    return {{"object", text(0)},
            {"name", text(1)},
            {"layout", text(2)},
            {"filter", text(3)},
            {"columns", row.is_null(4) ? json::value(nullptr) : parsed(row.text(4))},
            {"sort", text(5)},
            {"grouping", text(6)},
            {"position", row.integer(7)},
            {"opens_first", row.boolean(8)},
            {"shared", "everyone"}};
}

Result<json::array> views_of(db::Transaction& tx) {
    json::array views;
    TRY(tx.query({"select object, name, layout, filter, columns, sort, \"grouping\", "
                  "coalesce(position, 0), coalesce(opens_first, false) from \"view\" "
                  "where deleted_at is null and shared = 'everyone' order by object, name, id",
                  {}},
                 [&](const db::Row& row) { views.push_back(view_json(row)); }));
    return views;
}

Result<Id> id_where(db::Transaction& tx, const db::Sql& sql) {
    Id id;
    TRY(tx.query(sql, [&](const db::Row& row) { id = Id{row.integer(0)}; }));
    return id;
}

Result<std::string> role_name(db::Transaction& tx, Id id) {
    std::string name;
    TRY(tx.query({"select name from role where id = ?", {id.value}},
                 [&](const db::Row& row) { name = row.text(0); }));
    return name;
}

Result<json::array> layouts_in(db::Transaction& tx) {
    json::array layouts;
    for (const LayoutRow& row : TRY(shared_layouts(tx))) {
        json::object layout{
            {"scope", row.scope}, {"place", row.place}, {"content", parsed(row.content)}};
        if (row.scope == "role") layout["role"] = TRY(role_name(tx, row.scope_id));
        layouts.push_back(std::move(layout));
    }
    return layouts;
}

// The element of `present` that says the same in all of these members.
const json::object* same_in(const json::array& present, const json::object& wanted,
                            std::initializer_list<const char*> members) {
    for (const json::value& element : present) {
        const json::object& one = element.as_object();
        const bool same = std::all_of(members.begin(), members.end(), [&](const char* member) {
            const json::value* there = one.if_contains(member);
            const json::value* here = wanted.if_contains(member);
            return there != nullptr && here != nullptr ? *there == *here : there == here;
        });
        if (same) return &one;
    }
    return nullptr;
}

// Members that the file does not name stay.
bool says_nothing_new(const json::object& wanted, const json::object& stored) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const auto& member) {
        const json::value* there = stored.if_contains(member.key());
        return there != nullptr && *there == member.value();
    });
}

Result<void> take_in(record::Context& context, std::string_view object, Id id,
                     const json::object& wanted, const json::object* stored, Touched& touched,
                     bool dry) {
    if (id && stored != nullptr && says_nothing_new(wanted, *stored)) {
        ++touched.unchanged;
        return {};
    }
    if (dry) {
        ++(id ? touched.updated : touched.created);
        return {};
    }
    const schema::Object& of = context.schema.get(object);
    json::object body = wanted;
    if (id) {
        for (const schema::Field& field : of.fields) {
            if (field.immutable) body.erase(field.name);
        }
    }
    const auto operation = id ? record::Operation::update : record::Operation::create;
    record::Draft draft =
        TRY(record::draft_from_json(context.company, of, json::serialize(body), operation));
    draft.operation = operation;
    if (id) draft.id = id;
    const record::Outcome outcome = TRY(record::save(context, of, draft)).outcome;
    ++(outcome == record::Outcome::unchanged ? touched.unchanged
       : id                                  ? touched.updated
                                             : touched.created);
    return {};
}

// The role that a layout is for, which the file may bring itself: a dry run has not made it yet.
Result<Id> role_of(record::Context& context, const json::object& layout, const json::array& brought,
                   const std::string& place) {
    if (text_at(layout, "scope") != "role") return Id{};
    const std::string name = text_at(layout, "role");
    const Id role = TRY(id_where(
        context.tx, {"select id from role where name = ? and deleted_at is null", {name}}));
    const json::object wanted{{"name", name}};
    if (!role && same_in(brought, wanted, {"name"}) == nullptr)
        return field_error(place + "/role", "no_such_role", {{"name", name}});
    return role;
}

Result<void> read_layouts(record::Context& context, json::object& file, Touched& touched,
                          bool dry) {
    const json::array present = TRY(layouts_in(context.tx));
    const json::array brought = list_in(file, "roles");
    std::size_t number = 0;
    for (const json::value& element : list_in(file, "layouts")) {
        const json::object& layout = element.as_object();
        const std::string place = "file/layouts/" + std::to_string(number++);
        const Id role = TRY(role_of(context, layout, brought, place));
        const json::object* stored = same_in(present, layout, {"scope", "role", "place"});
        if (stored != nullptr && says_nothing_new(layout, *stored)) {
            ++touched.unchanged;
            continue;
        }
        ++(stored != nullptr ? touched.updated : touched.created);
        if (dry) continue;
        const std::string content = json::serialize(layout.at("content"));
        TRY(check_layout(context.schema, text_at(layout, "place"), content));
        TRY(keep_layout(
            context.tx,
            {text_at(layout, "scope"), role, text_at(layout, "place"), content, context.now},
            context.principal.user));
    }
    return {};
}

}  // namespace

Result<json::object> customization_file(db::Transaction& tx) {
    const schema::CustomDocument document = TRY(schema::find_document(tx));
    json::object file{{"format", kFormat}};
    json::value whole = document.json.empty() ? json::value(json::object{}) : parsed(document.json);
    json::object rows;
    if (whole.is_object()) {
        whole.as_object().erase("retired");
        const schema::Loaded stored = schema::load_customized(document, schema::Extent::stored);
        for (const json::value& object : list_in(whole.as_object(), "objects")) {
            if (!object.as_object().contains("options_of") || stored.schema == nullptr) continue;
            const std::string name = text_at(object.as_object(), "name");
            rows[name] = parsed(TRY(row_names(tx, stored.schema->get(name))));
        }
    }
    file["document"] = std::move(whole);
    file["rows"] = std::move(rows);
    file["roles"] = TRY(roles_of(tx, false));
    file["layouts"] = TRY(layouts_in(tx));
    file["views"] = TRY(views_of(tx));
    return file;
}

Result<Read> read_rest(record::Context& context, const json::object& file, bool dry) {
    if (text_at(file, "format") != kFormat) return field_error("file", "customization_file");
    Read read;
    json::object copy = file;
    const json::array roles = TRY(roles_of(context.tx, true));
    for (const json::value& role : list_in(copy, "roles")) {
        const Id id =
            TRY(id_where(context.tx, {"select id from role where name = ? and deleted_at is null",
                                      {text_at(role.as_object(), "name")}}));
        const json::object* stored = same_in(roles, role.as_object(), {"name"});
        TRY(take_in(context, "roles", id, role.as_object(), stored, read.roles, dry));
    }
    TRY(read_layouts(context, copy, read.layouts, dry));
    const json::array views = TRY(views_of(context.tx));
    for (const json::value& view : list_in(copy, "views")) {
        const Id id = TRY(
            id_where(context.tx,
                     {"select id from \"view\" where object = ? and name = ? and "
                      "shared = 'everyone' and deleted_at is null order by id limit 1",
                      {text_at(view.as_object(), "object"), text_at(view.as_object(), "name")}}));
        const json::object* stored = same_in(views, view.as_object(), {"object", "name"});
        TRY(take_in(context, "views", id, view.as_object(), stored, read.views, dry));
    }
    return read;
}

}  // namespace clientela::customize
