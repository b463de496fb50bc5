// SPDX-License-Identifier: Apache-2.0
// The step from a record to the records it is related with.
#pragma once

#include <optional>
#include <string_view>

#include "db/store.h"
#include "schema/schema.h"

namespace clientela::api {

// Exactly one of link, relation and many is set.
struct Navigation {
    const schema::Field* link = nullptr;
    const schema::Relation* relation = nullptr;
    const schema::ManyLink* many = nullptr;
    const schema::Object* target = nullptr;
};

std::optional<Navigation> navigation_of(const schema::Object& object, std::string_view name);

// The condition on alias t that holds for the rows behind a to-many step of this record.
db::Sql behind(const Navigation& navigation, Id owner);

}  // namespace clientela::api
