// SPDX-License-Identifier: Apache-2.0
// Every rule about calls, meetings, tasks, notes, visits and mails, in one list; called by
// app/rules.cc.
#pragma once

#include "record/rules.h"

namespace clientela::activity {

void add_rules(record::Rules& rules);

// The single ones, for add_rules() and tests.
Result<void> settle_activity(record::Context& context, record::Proposal& activity);
Result<void> settle_activity_link(record::Context& context, record::Proposal& link);
Result<void> keep_links_in_step(record::Context& context, const record::Record* before,
                                const record::Record& after);
Result<void> refuse_to_orphan(record::Context& context, const record::Record* before,
                              const record::Record& after);

}  // namespace clientela::activity
