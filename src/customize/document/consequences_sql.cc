// SPDX-License-Identifier: Apache-2.0
// What a new object brings along: rights of the roles, copied from another object, and the first
// rows of a list of options. Both go through the one door.
#include "customize/document/consequences.h"

#include "record/save.h"

namespace clientela::customize {
namespace {

struct Role {
    Id id;
    std::string rights;
};

Result<std::vector<Role>> roles(db::Transaction& tx) {
    std::vector<Role> found;
    TRY(tx.query({"select id, rights from role where deleted_at is null order by id", {}},
                 [&](const db::Row& row) {
                     found.push_back({Id{row.integer(0)}, std::string(row.text(1))});
                 }));
    return found;
}

Result<void> save(record::Context& context, std::string_view object, Id id,
                  const std::vector<std::pair<std::string, Value>>& values) {
    const schema::Object& of = context.schema.get(object);
    record::Draft draft;
    draft.id = id;
    draft.operation = id ? record::Operation::update : record::Operation::create;
    for (const auto& [name, value] : values)
        draft.set(of.field(name), value);
    TRY(record::save(context, of, draft));
    return {};
}

}  // namespace

Result<void> copy_rights(record::Context& context, const std::string& object,
                         const std::string& like) {
    for (const Role& role : TRY(roles(context.tx))) {
        boost::system::error_code failed;
        json::value parsed = json::parse(role.rights, failed);
        if (failed || !parsed.is_object()) continue;
        json::object& rights = parsed.as_object();
        const json::value* model = rights.if_contains(like);
        if (rights.contains("*") || rights.contains(object) || model == nullptr) continue;
        json::value copy = *model;
        rights[object] = std::move(copy);
        TRY(save(context, "roles", role.id, {{"rights", json::serialize(rights)}}));
    }
    return {};
}

Result<void> add_rows(record::Context& context, const OptionRows& rows) {
    if (context.schema.find(rows.object) == nullptr) return {};
    for (const std::string& name : rows.names)
        TRY(save(context, rows.object, Id{}, {{"c_name", name}}));
    return {};
}

Result<std::string> row_names(db::Transaction& tx, const schema::Object& object) {
    json::array names;
    TRY(tx.query({"select c_name from " + schema::quoted(object.singular) +
                      " where deleted_at is null order by id limit 1000",
                  {}},
                 [&](const db::Row& row) { names.emplace_back(std::string(row.text(0))); }));
    return json::serialize(names);
}

}  // namespace clientela::customize
