// SPDX-License-Identifier: Apache-2.0
// Values that tell other values: computed from them, copied from them, or parts of them. The
// shipped definitions say so (`made_from`, `part_of`); no field of a company's own is computed.
// Whoever may not know a field must not learn it from these (access/masks.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clientela::schema {

struct FieldName {
    std::string object;  // set name
    std::string field;
    bool operator==(const FieldName&) const = default;
};

// What goes where this field is hidden: its parts, and everything made from it or from them,
// however far; without itself.
const std::vector<FieldName>& hidden_with(std::string_view object, std::string_view field);

}  // namespace clientela::schema
