// SPDX-License-Identifier: Apache-2.0
// What of the demonstration has to stay because people built on it: an opportunity of one's own
// keeps the account that it belongs to, and that account keeps its own parts and what it names.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/store.h"
#include "demo/planted_sql.h"
#include "schema/schema.h"

namespace clientela::demo {

class Kept {
public:
    explicit Kept(const schema::Schema& schema) : ids_(schema.objects.size()) {}

    bool has(const schema::Object& object, Id id) const {
        return ids_[static_cast<std::size_t>(object.index)].contains(id.value);
    }
    std::int64_t count(const schema::Object& object) const {
        return static_cast<std::int64_t>(ids_[static_cast<std::size_t>(object.index)].size());
    }
    // Whether it is new.
    bool add(const schema::Object& object, Id id) {
        return ids_[static_cast<std::size_t>(object.index)].insert(id.value).second;
    }

private:
    std::vector<std::unordered_set<std::int64_t>> ids_;  // by Object::index
};

// The living records of the demonstration that stay. People, teams and territories never do: what
// they looked after passes to who removes the demonstration.
Result<Kept> kept_for_people(db::Transaction& tx, const schema::Schema& schema,
                             const Planted& planted);

// Links to teams and territories, which all go, that may be emptied.
std::vector<const schema::Field*> place_links(const schema::Object& object);

// How many of the living records that stay name a team or territory of the demonstration.
Result<std::int64_t> count_placed(db::Transaction& tx, const schema::Object& object,
                                  const Planted& planted, const Kept& kept);

// A living record, and which of its teams and territories went to the bin in one group.
struct Placed {
    Id id;
    std::vector<const schema::Field*> gone;
};
Result<std::vector<Placed>> placed_in_bin(db::Transaction& tx, const schema::Object& object,
                                          Id group, Id after, int limit);

}  // namespace clientela::demo
