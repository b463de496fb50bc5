// SPDX-License-Identifier: Apache-2.0
// The fields that every object has, with ids 1 to 19. Files use ids from 20 up.
#pragma once

#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace clientela::schema {

// id first, then `own_fields`, then the other standard fields that the object's sight asks for.
std::vector<Field> with_standard_fields(const Object& object, std::vector<Field> own_fields);

// True for the sights whose records have owner_id, team_id and territory_id.
bool has_owner(SightKind kind);

bool is_standard_name(std::string_view name, SightKind kind);

}  // namespace clientela::schema
