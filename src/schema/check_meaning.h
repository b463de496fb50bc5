// SPDX-License-Identifier: Apache-2.0
// The second check of definitions: what a shape cannot say. Ids and names are unique, links lead
// somewhere, views name fields that exist, nothing takes a reserved name.
#pragma once

#include <string>
#include <vector>

#include "schema/problem.h"
#include "schema/schema.h"

namespace clientela::schema {

// What check_meaning needs to know of a file beside its object.
struct SourceNote {
    std::string file;
    std::vector<std::uint16_t> retired_ids;
};

// `notes` stand in the order of schema.objects.
Problems check_meaning(const Schema& schema, const std::vector<SourceNote>& notes);

}  // namespace clientela::schema
