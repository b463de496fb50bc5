// SPDX-License-Identifier: Apache-2.0
// Every rule about leads, opportunities and what customers hold, in one list; called by
// app/rules.cc.
#pragma once

#include "record/rules.h"

namespace clientela::sales {

void add_rules(record::Rules& rules);

// The single ones, for add_rules() and tests.
Result<void> settle_stage(record::Context& context, record::Proposal& opportunity);
Result<void> settle_amount(record::Context& context, record::Proposal& opportunity);
Result<void> settle_line(record::Context& context, record::Proposal& line);
Result<void> hold_sum_of_line(record::Context& context, record::Proposal& line);
Result<void> limit_splits(record::Context& context, record::Proposal& member);
Result<void> settle_holding(record::Context& context, record::Proposal& holding);
Result<void> settle_lead(record::Context& context, record::Proposal& lead);

Result<void> write_stage_change(record::Context& context, const record::Record* before,
                                const record::Record& after);
Result<void> keep_one_default(record::Context& context, const record::Record* before,
                              const record::Record& after);
Result<void> sum_up_lines(record::Context& context, const record::Record* before,
                          const record::Record& after);

}  // namespace clientela::sales
