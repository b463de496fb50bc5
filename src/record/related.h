// SPDX-License-Identifier: Apache-2.0
// What hangs on many records at once: the rows that point at them, or that a link table joins to
// them, a few per record. One statement finds the ids for all records, further ones fetch the rows.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "record/read.h"

namespace clientela::record {

inline constexpr int kRelatedRowsMax = 10'000;  // for one relation, all owners together

struct Related {
    std::vector<Id> ids;  // in the order asked for
    bool more = false;    // there are further ones beyond the limit
};

struct RelatedQuery {
    Query query;                             // of the target: object, filter, sort
    const schema::Field* via = nullptr;      // the target's link to the owner, or ...
    const schema::ManyLink* many = nullptr;  // ... the link table
    int top = kPageSizeMax;                  // per owner
    int most = kRelatedRowsMax;              // of all owners together
};

// By id of the owner; owners without any are missing. Fails with error.too_many_expanded where it
// would be more than `most`.
Result<std::map<std::int64_t, Related>> related(Context& context, const RelatedQuery& wanted,
                                                const std::vector<Id>& owners);

Result<std::map<std::int64_t, std::int64_t>> related_counts(Context& context,
                                                            const RelatedQuery& wanted,
                                                            const std::vector<Id>& owners);

// Rows of the given ids that are living and visible, in no particular order. `query` says which
// fields.
Result<Page> rows_of(Context& context, Query query, const std::vector<Id>& ids);

// The record that holds `value` in a unique field, whoever may see it; nothing when nobody does.
Result<std::optional<Id>> find_by_key(Context& context, const schema::Object& object,
                                      const schema::Field& field, const Value& value);

}  // namespace clientela::record
