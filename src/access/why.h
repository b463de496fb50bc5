// SPDX-License-Identifier: Apache-2.0
// Why somebody sees a record: every branch of visibility that holds for it, with what makes it
// hold. Asked for one record at a time; lists never come here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/visibility.h"
#include "base/time.h"

namespace clientela::access {

struct Reason {
    enum class Kind {
        all,          // the role reads every row
        everyone,     // rows of this object are open to whoever may read it
        owner,        // `field` names the reader
        team,         // through `path`
        territory,    // through `path`
        member,       // of the record's team
        participant,  // of the activity
        grant,        // given by somebody
        shared,       // shared by its owner, with the team or with everybody
        inherited,    // from another record
        delegated,    // in the name of `person`, who is away
    };
    Kind kind = Kind::all;
    std::string field;     // owner: the link field; shared: "team" or "everyone"
    std::vector<Id> path;  // team, territory: from the reader's own down to the record's
    const schema::Object* object = nullptr;  // inherited: the record behind
    Id record;
    std::string grantee;  // grant: user, team or role ...
    Id grantee_id;
    std::string level;  // ... read or update
    Id by;              // grant, member: who made it so ...
    std::optional<Instant> since;
    std::string until;           // ... "2026-12-31", empty: no end; delegated: its last day
    Id person;                   // delegated: who is away
    std::string remark;          // grant: the reason written down
    std::vector<Reason> behind;  // inherited, delegated: why that is seen
};

// Nothing: the record is not seen, or does not exist.
Result<std::vector<Reason>> why(db::Transaction& tx, const Visibility& visibility, Id record);

}  // namespace clientela::access
