// SPDX-License-Identifier: Apache-2.0
// Whole sets of ids, for work over a query: everything it finds, and everything linked to some
// records.
#pragma once

#include <unordered_map>
#include <vector>

#include "record/read.h"

namespace clientela::record {

// Every record that the query finds and its principal may see, by id. Eight bytes each.
Result<std::vector<Id>> all_ids(Context& context, const Query& query);

// All targets of a many-to-many link, also those that the principal may not see: for whoever adds
// to a set of links or takes from it without knowing the rest. Never shown to anybody.
// The rows of `object` itself are locked first, so that nobody's link comes or goes until the
// transaction ends.
Result<std::unordered_map<std::int64_t, std::vector<Id>>> whole_links(
    Context& context, const schema::Object& object, const schema::ManyLink& link,
    const std::vector<Id>& owners);

}  // namespace clientela::record
