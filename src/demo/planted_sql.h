// SPDX-License-Identifier: Apache-2.0
// Which records the demonstration wrote, as the change log knows.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::demo {

// The living ones of an object after `after`, by id, at most `limit`.
Result<std::vector<Id>> living_planted(db::Transaction& tx, const schema::Object& object, Id after,
                                       int limit);

// How many of them lie in the bin as one group.
Result<std::int64_t> count_binned_planted(db::Transaction& tx, const schema::Object& object,
                                          Id group);

// All of them at once, for questions about many. The demonstration is written into an empty store,
// so only the beginning of the log is read, however long that has grown.
class Planted {
public:
    static Result<Planted> load(db::Transaction& tx, const schema::Schema& schema);

    bool wrote(const schema::Object& object, Id id) const {
        return of(made_, object).contains(id.value);
    }
    bool lives(const schema::Object& object, Id id) const {
        return of(living_, object).contains(id.value);
    }
    std::int64_t living(const schema::Object& object) const {
        return static_cast<std::int64_t>(of(living_, object).size());
    }
    // How many live that the demonstration did not write.
    std::int64_t added(const schema::Object& object) const {
        return added_[static_cast<std::size_t>(object.index)];
    }

private:
    using Ids = std::vector<std::unordered_set<std::int64_t>>;  // by Object::index
    static const std::unordered_set<std::int64_t>& of(const Ids& ids,
                                                      const schema::Object& object) {
        return ids[static_cast<std::size_t>(object.index)];
    }

    Ids made_;  // in the bin, too
    Ids living_;
    std::vector<std::int64_t> added_;
};

}  // namespace clientela::demo
