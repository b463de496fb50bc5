// SPDX-License-Identifier: Apache-2.0
// When somebody leaves: their records go to other people (people/leave_job.h); then the account is
// closed; then, as a step of its own, the personal data is erased and a made-up name stays.
#pragma once

#include <string>

#include "record/record.h"

namespace clientela::people {

Result<record::Record> user_of(record::Context& context, Id user);
bool is_active(const record::Record& user);

// Closes the account: no more signing in, no more picking; owned records must be gone.
Result<void> disable(record::Context& context, Id user);
// Erases the personal data of somebody whose account is closed. Gives the made-up name.
Result<std::string> erase(record::Context& context, Id user);

}  // namespace clientela::people
