// SPDX-License-Identifier: Apache-2.0
// The place in a sorted list after which the next page begins: the values of the sort keys and the
// id of the last row. Outside the server it is an opaque text bound to one object and one sort.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/store.h"
#include "record/read.h"

namespace clientela::record {

struct PagePlace {
    std::vector<db::Bind> keys;
    Id id;
};

std::string encode(const PagePlace& place, const Query& query);

// Fails with error.cursor when the text was made for another object, sort or bin state, or is
// damaged.
Result<PagePlace> decode(std::string_view text, const Query& query);

}  // namespace clientela::record
