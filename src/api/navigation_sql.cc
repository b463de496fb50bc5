// SPDX-License-Identifier: Apache-2.0
// Names of tables and columns come from the definitions alone.
#include "api/navigation.h"

namespace clientela::api {

std::optional<Navigation> navigation_of(const schema::Object& object, std::string_view name) {
    const schema::Field* link = object.find_field(std::string(name) + "_id");
    if (link != nullptr && link->target_object != nullptr && !link->secret)
        return Navigation{link, nullptr, nullptr, link->target_object};
    const schema::Relation* relation = object.find_relation(name);
    if (relation != nullptr && relation->via_field != nullptr)
        return Navigation{nullptr, relation, nullptr, relation->target_object};
    const schema::ManyLink* many = object.find_many_link(name);
    if (many == nullptr) return std::nullopt;
    return Navigation{nullptr, nullptr, many, many->target_object};
}

db::Sql behind(const Navigation& navigation, Id owner) {
    if (navigation.relation != nullptr)
        return {"t." + navigation.relation->via + " = ?", {owner.value}};
    const schema::ManyLink& many = *navigation.many;
    return {"t.id in (select " + many.other_column + " from " + many.table + " where " +
                many.own_column + " = ?)",
            {owner.value}};
}

}  // namespace clientela::api
