// SPDX-License-Identifier: Apache-2.0
// What an opportunity's stage decides: status, probability, closing date, the weighted amount, and
// what must be known to stand there. Pure: the stage comes in, nothing is read.
#pragma once

#include <string>
#include <vector>

#include "record/rules.h"
#include "sales/sales_sql.h"

namespace clientela::sales {

struct StageMoment {
    Instant now;
    Date today;
    Zone zone;
    bool imported = false;  // history brought in: its own dates count, and reasons may be unknown
};

Result<void> apply_stage(record::Proposal& opportunity, const Stage& stage,
                         const StageMoment& moment);

// Sets `weighted` from amount and probability.
void apply_weight(record::Proposal& opportunity);

// Names in the JSON list of a stage; anything else in there is passed over.
std::vector<std::string> required_fields(const std::string& json);

}  // namespace clientela::sales
