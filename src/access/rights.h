// SPDX-License-Identifier: Apache-2.0
// Rights as the field `rights` of a role keeps them: {"accounts": {"read": "all", "create":
// "own"}}. A missing action means none; the key "*" speaks for every object that is not named.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "access/principal.h"
#include "base/result.h"
#include "schema/schema.h"

namespace clientela::access {

using Rights = std::unordered_map<std::string, ObjectRights>;

std::string_view name_of(Action action);    // read, create, update, remove, export, target
std::string_view name_of(Breadth breadth);  // none, own, team, team_and_below, all
std::optional<Action> parse_action(std::string_view name);
std::optional<Breadth> parse_breadth(std::string_view name);

// Reads the JSON text. Unknown actions and breadths are field errors on `rights`, so that a typing
// error never opens or closes anything silently. "*" is spread over the objects of the schema.
Result<Rights> parse_rights(std::string_view json, const schema::Schema& schema);

// Rights of a principal over every object of the schema, in the schema's order, as JSON.
std::string rights_json(const Principal& principal, const schema::Schema& schema);

}  // namespace clientela::access
