// SPDX-License-Identifier: Apache-2.0
// Handing over what somebody who leaves looks after, as a job: batch by batch, each record changed
// like any other, and undone from the log like any other job.
#pragma once

#include <string>
#include <vector>

#include "job/kind.h"
#include "job/runner.h"
#include "record/record.h"

namespace clientela::people {

inline constexpr const char* kHandoverKind = "handover";

// To whom: one person, or by team the leader or another member of the record's team, and `to` for
// records whose team has nobody else.
struct Handover {
    Id from;
    Id to;
    bool by_team = false;
    std::vector<std::string> objects;  // empty: all
    bool close = false;                // the account too, once everything has changed hands
};

// Fails when nobody is named, or somebody who cannot look after records.
Result<void> check_handover(record::Context& context, const Handover& handover);
// How many records would change hands now, those in the bin too.
Result<std::int64_t> count_handover(record::Context& context, const Handover& handover);
// What to submit for a hand-over of so many records.
job::Order order_of(const Handover& handover, std::int64_t count);

// At once, within somebody else's work: what lives and is owned by `from`.
Result<void> hand_over_living(record::Context& context, Id from, Id to);

job::Kind handover_kind();

}  // namespace clientela::people
