// SPDX-License-Identifier: Apache-2.0
// For work that reads something of a record and then saves what follows from it.
#pragma once

#include "record/record.h"

namespace clientela::record {

// Keeps everybody else from saving the record until the transaction ends. It tells nothing of the
// record, not even whether it is there. SQLite has one writer anyway.
Result<void> hold(Context& context, const schema::Object& object, Id id);

}  // namespace clientela::record
