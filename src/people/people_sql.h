// SPDX-License-Identifier: Apache-2.0
// Reading and clearing up around a person, across all objects.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::people {

// Objects whose records somebody looks after: sight by owner. Views and delegations are one's own
// and go with the person.
std::vector<const schema::Object*> owned_objects(const schema::Schema& schema);

// Living records of a person, of all such objects.
Result<std::int64_t> count_owned(db::Transaction& tx, const schema::Schema& schema, Id user);

struct OwnedCount {
    const schema::Object* object = nullptr;
    std::int64_t living = 0;
    std::int64_t binned = 0;
};
Result<std::vector<OwnedCount>> counts_owned(db::Transaction& tx, const schema::Schema& schema,
                                             Id user);

// Along the index of the owner, by the moment of the last change: what changes meanwhile moves
// ahead, never behind.
struct OwnedPlace {
    Instant updated_at{0};
    Id id;
};
struct OwnedRow {
    Id id;
    Id team;
    bool binned = false;
    OwnedPlace place;
};
// The next ones behind the place, living ones and those in the bin.
Result<std::vector<OwnedRow>> next_owned(db::Transaction& tx, const schema::Object& object, Id user,
                                         const OwnedPlace& after, int limit);

// Somebody in a team who may look after records: a leader first. Nobody: 0.
Result<Id> heir_in_team(db::Transaction& tx, Id team, Id except);

// Whether the role lets people administer, whether anybody who can sign in has it, and whether
// anybody who can sign in administers still.
Result<bool> role_administers(db::Transaction& tx, Id role);
Result<bool> somebody_enters_with(db::Transaction& tx, Id role);
Result<bool> somebody_administers(db::Transaction& tx);

// Sessions, tokens and one-time links of a person, and the answers kept for their keys.
Result<void> end_access(db::Transaction& tx, Id user, Instant now);

// What a field of a record held at any time, by the log.
Result<std::set<std::string>> texts_in_log(db::Transaction& tx, std::uint16_t object_id, Id record,
                                           std::uint16_t field);

// Failed sign-ins keep the address that was typed: where it was one of these, in capitals or not,
// nothing of it is left.
Result<void> forget_sign_ins(db::Transaction& tx, const std::set<std::string>& mails);

// Rewrites the log: values of these fields of a record give way to null. The one place that may.
Result<void> forget_in_log(db::Transaction& tx, std::uint16_t object_id, Id record,
                           const std::vector<std::uint16_t>& fields);

}  // namespace clientela::people
