// SPDX-License-Identifier: Apache-2.0
// One number for everything that people keep in a store: living records with their values and
// links, without versions, times and authors of changes, and without notices, which only tell of
// them. Equal before a job and after its undo.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "db/store.h"
#include "schema/schema.h"

namespace clientela::record {

struct ContentHash {
    std::map<std::string, std::uint64_t> objects;  // by entity set
    std::int64_t records = 0;

    bool operator==(const ContentHash&) const = default;
    std::string text() const;  // 16 hexadecimal digits over all of them
};

Result<ContentHash> content_hash(db::Transaction& tx, const schema::Schema& schema);

}  // namespace clientela::record
