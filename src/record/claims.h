// SPDX-License-Identifier: Apache-2.0
// What a record claims for itself: the values of its unique fields, each of which stands once in
// table claim. Records in the bin keep theirs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "record/record.h"

namespace clientela::record {

// Values unique together are claimed under this plus their place in the definition.
inline constexpr std::int64_t kTogetherClaim = 100'000;

struct Claim {
    std::int64_t field_id = 0;
    std::string value;                     // empty: nothing is claimed
    const schema::Field* field = nullptr;  // the one that an error names
};

// One per unique field and per group of fields unique together, in the order of the definition.
std::vector<Claim> claims_of(const schema::Object& object, const Record& record);

// The form in which unique values are claimed, without regard to case: two people cannot own
// Ana@x.es and ana@x.es.
std::string claim_text(const Value& value);

}  // namespace clientela::record
