// SPDX-License-Identifier: Apache-2.0
// Meaning of the single fields of an object: the part of check_meaning() that looks at one field at
// a time.
#pragma once

#include <string>

#include "schema/problem.h"
#include "schema/schema.h"

namespace clientela::schema {

// Files number their fields from 0; the id field that stands first is not theirs.
std::string field_pointer(const Field& field);

void check_fields(const Object& object, const std::string& file, Problems& problems);

}  // namespace clientela::schema
