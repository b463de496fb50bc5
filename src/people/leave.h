// SPDX-License-Identifier: Apache-2.0
// When somebody leaves: their records go to other people in batches, each change one like any
// other, under one origin, so that the whole can be taken back; then the account is closed; then,
// as a step of its own, the personal data is erased and a made-up name stays.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "people/people_sql.h"
#include "record/record.h"

namespace clientela::people {

// To whom: one person, or by team the leader or another member of the record's team, and `to` for
// records whose team has nobody else.
struct Handover {
    Id from;
    Id to;
    bool by_team = false;
    std::vector<std::string> objects;  // empty: all
    std::string origin;                // "reassign:ID", kept in the log
};

// How far it has come; empty object: at the beginning.
struct HandoverPlace {
    std::string object;
    Id after;
    bool done = false;
};

struct HandoverStep {
    HandoverPlace next;
    std::int64_t moved = 0;
    std::vector<std::pair<Id, std::string>> failed;  // record, reason
};

// Fails when nobody is named, or somebody who cannot look after records.
Result<void> check_handover(record::Context& context, const Handover& handover);
// One batch, in the caller's transaction, with the rights of the program and the caller as author.
Result<HandoverStep> hand_over(record::Context& context, const Handover& handover,
                               const HandoverPlace& place, int limit = 200);
// The batch backwards: what stands in the log under `origin` goes back to whom it came from, with
// the team and territory it had, unless somebody has given it to a third person since. Fails with
// conflict when the former owner is not active any more. `after` is the place in the log.
struct TakeBackStep {
    std::int64_t after = 0;
    std::int64_t moved = 0;
    std::int64_t left = 0;  // changed hands since
    bool done = false;
};
Result<TakeBackStep> take_back(record::Context& context, const std::string& origin,
                               std::int64_t after, int limit = 200);

// Closes the account: no more signing in, no more picking; owned records must be gone.
Result<void> disable(record::Context& context, Id user);
// Erases the personal data of somebody whose account is closed. Gives the made-up name.
Result<std::string> erase(record::Context& context, Id user);

}  // namespace clientela::people
