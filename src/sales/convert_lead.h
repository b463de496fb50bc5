// SPDX-License-Identifier: Apache-2.0
// Turns a lead into an account, a contact and, if wanted, an opportunity. Whoever brought the lead
// stays the originator of all that comes of it.
#pragma once

#include <optional>
#include <string>

#include "record/record.h"

namespace clientela::sales {

struct ConvertOptions {
    Id account;  // an existing one; 0: a new account is made
    Id contact;  // an existing one; 0: a new contact is made, unless the account is that person
    bool with_contact = true;
    bool with_opportunity = true;
    std::string opportunity_name;  // empty: that of the lead
    std::optional<Money> amount;   // empty: the estimate of the lead
    Id pipeline;                   // 0: the default one
    Id stage;                      // 0: the first one
};

struct Converted {
    Id account;
    Id contact;      // 0: none was wanted
    Id opportunity;  // 0: none was wanted
};

// Within the caller's transaction and rights; fails as a whole.
Result<Converted> convert_lead(record::Context& context, Id lead, const ConvertOptions& options);

}  // namespace clientela::sales
