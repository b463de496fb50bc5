// SPDX-License-Identifier: Apache-2.0
// Labels and marks of the standard fields. Owner, team and territory are changed by people; the
// engine alone writes all others.
#include "schema/standard_fields.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace clientela::schema {
namespace {

Field standard_field(std::uint16_t id, std::string_view name, FieldType type, Label label) {
    Field field;
    field.id = id;
    field.name = name;
    field.type = type;
    field.label = std::move(label);
    field.standard = true;
    field.read_only = true;
    return field;
}

Field link_field(std::uint16_t id, std::string_view name, std::string_view target, Label label) {
    Field field = standard_field(id, name, FieldType::link, std::move(label));
    field.target = target;
    return field;
}

Field id_field() {
    Field field = standard_field(1, "id", FieldType::id, {"Identificador", "Id"});
    field.required = true;
    field.immutable = true;
    field.filterable = true;
    field.sortable = true;
    return field;
}

// When it was written matters to people for what has an owner, not for settings and parts.
std::vector<Field> written_fields(const Object& object) {
    const bool has_life = has_owner(object.sight.kind) || object.timeline;
    Field created_at =
        standard_field(3, "created_at", FieldType::instant, {"Creado el", "Created"});
    Field created_by = link_field(4, "created_by_id", "users", {"Creado por", "Created by"});
    Field updated_at =
        standard_field(5, "updated_at", FieldType::instant, {"Cambiado el", "Changed"});
    Field updated_by = link_field(6, "updated_by_id", "users", {"Cambiado por", "Changed by"});
    created_at.filterable = created_at.sortable = has_life;
    updated_at.filterable = updated_at.sortable = has_life;
    const auto& owners = object.sight.also_owners;
    created_by.filterable =
        std::find(owners.begin(), owners.end(), "created_by_id") != owners.end();
    Field deleted_at = standard_field(7, "deleted_at", FieldType::instant,
                                      {"En la papelera desde", "In the bin since"});
    Field deleted_group =
        standard_field(8, "deleted_group_id", FieldType::integer, {"Borrado con", "Deleted with"});
    deleted_group.secret = true;  // the engine's own mark of what was binned together
    return {standard_field(2, "version", FieldType::integer, {"Versión", "Version"}),
            std::move(created_at),
            std::move(created_by),
            std::move(updated_at),
            std::move(updated_by),
            std::move(deleted_at),
            std::move(deleted_group)};
}

std::vector<Field> owner_fields() {
    std::vector<Field> fields;
    Field owner = link_field(9, "owner_id", "users", {"Responsable", "Owner"});
    owner.help = {"Quien lo lleva y responde de sus datos.",
                  "Who looks after it and answers for its data."};
    owner.default_value = std::string("me");
    Field team = link_field(10, "team_id", "teams", {"Equipo", "Team"});
    team.help = {"Al crearlo, el equipo del responsable.", "On creation, the owner's team."};
    Field territory = link_field(11, "territory_id", "territories", {"Territorio", "Territory"});
    for (Field* field : {&owner, &team, &territory}) {
        field->read_only = false;
        field->filterable = true;
        field->history = true;
        fields.push_back(std::move(*field));
    }
    return fields;
}

constexpr std::array<std::string_view, 8> kAlways{
    "id",         "version",       "created_at", "created_by_id",
    "updated_at", "updated_by_id", "deleted_at", "deleted_group_id"};
constexpr std::array<std::string_view, 3> kOwner{"owner_id", "team_id", "territory_id"};

}  // namespace

bool has_owner(SightKind kind) { return kind != SightKind::everyone && kind != SightKind::follows; }

bool is_standard_name(std::string_view name, SightKind kind) {
    return std::find(kAlways.begin(), kAlways.end(), name) != kAlways.end() ||
           (has_owner(kind) && std::find(kOwner.begin(), kOwner.end(), name) != kOwner.end());
}

std::vector<Field> with_standard_fields(const Object& object, std::vector<Field> own_fields) {
    std::vector<Field> fields;
    fields.push_back(id_field());
    std::move(own_fields.begin(), own_fields.end(), std::back_inserter(fields));
    auto written = written_fields(object);
    std::move(written.begin(), written.end(), std::back_inserter(fields));
    if (has_owner(object.sight.kind)) {
        auto owner = owner_fields();
        std::move(owner.begin(), owner.end(), std::back_inserter(fields));
    }
    return fields;
}

}  // namespace clientela::schema
