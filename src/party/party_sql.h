// SPDX-License-Identifier: Apache-2.0
// The few questions that the rules of this module ask of the store, each one statement by key.
#pragma once

#include <string>
#include <vector>

#include "db/store.h"
#include "schema/schema.h"

namespace clientela::party {

struct Home {
    Id team;
    Id territory;  // the first that the person is responsible for
};
Result<Home> home_of(db::Transaction& tx, Id user);

// Who holds the mark is_primary among the living rows of `object` that agree in all `keys`.
struct SiblingKey {
    std::string column;  // name of a field of the object
    db::Bind value;
};
Result<std::vector<Id>> primary_siblings(db::Transaction& tx, const schema::Object& object,
                                         const std::vector<SiblingKey>& keys, Id except);
Result<Id> oldest_sibling(db::Transaction& tx, const schema::Object& object,
                          const std::vector<SiblingKey>& keys, Id except);  // 0: none

Result<bool> is_living_row(db::Transaction& tx, const schema::Object& object, Id id);
Result<std::string> country_of(db::Transaction& tx, Id account);  // empty: none known

// "kind" of a classification.
Result<std::string> classification_kind(db::Transaction& tx, Id classification);

}  // namespace clientela::party
