// SPDX-License-Identifier: Apache-2.0
// Every rule about organisations, people and how to reach them, in one list; called by
// app/rules.cc.
#pragma once

#include "record/rules.h"

namespace clientela::party {

void add_rules(record::Rules& rules);

// The single ones, for add_rules() and tests.
Result<void> compose_contact_name(record::Context& context, record::Proposal& contact);
Result<void> settle_contact_point(record::Context& context, record::Proposal& point);
Result<void> settle_primary_account(record::Context& context, record::Proposal& role);
Result<void> refuse_other_kind_of_parent(record::Context& context, record::Proposal& node);
Result<void> follow_home_of_owner(record::Context& context, record::Proposal& owned);

Result<void> keep_one_primary_point(record::Context& context, const record::Record* before,
                                    const record::Record& after);
Result<void> keep_one_primary_account(record::Context& context, const record::Record* before,
                                      const record::Record& after);

}  // namespace clientela::party
