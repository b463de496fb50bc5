// SPDX-License-Identifier: Apache-2.0
// Fields that a role may not read or not write. A masked reader works with a view of the
// definitions in which hidden fields are secret, so whatever leaves secrets out (answers, filters,
// sorts, groups, imports, diffs, metadata) leaves them out too, without asking once more.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "access/principal.h"
#include "base/result.h"
#include "schema/schema.h"

namespace clientela::access {

// By entity set, then by field or many-to-many link.
using Masks = std::map<std::string, std::map<std::string, Mask>>;

// Reads {"accounts":{"revenue":"hidden","tax_number":"read"}}. Unknown words are field errors on
// `masks`; unknown objects and fields too when `schema` says which there are.
Result<Masks> parse_masks(std::string_view json, const schema::Schema* schema = nullptr);
std::string masks_json(const Masks& masks);

// With every field that would tell a hidden one: what is made from it, and its parts.
Masks with_telling(const Masks& masks);

// The definitions as such a reader may know them; `whole` of the result is `schema`.
std::shared_ptr<const schema::Schema> narrowed(const std::shared_ptr<const schema::Schema>& schema,
                                               const Masks& masks);

// What the principal works with: `schema` itself unless their role has masks. It lives as long as
// both arguments do.
const schema::Schema& schema_for(const Principal& principal, const schema::Schema& schema);

// The definitions without any mask, for the work of the program itself.
const schema::Schema& whole_of(const schema::Schema& schema);

}  // namespace clientela::access
