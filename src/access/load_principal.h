// SPDX-License-Identifier: Apache-2.0
// A person's Principal from the store: who they are, their role and its rights.
#pragma once

#include <optional>

#include "access/principal.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::access {

// Fails with unauthenticated for people who do not exist, are not active or lie in the bin. A role
// that is missing or cannot be read gives no rights at all.
// With a day, also what is lent to them and granted until then, on that day.
Result<Principal> load_principal(db::Transaction& tx, const schema::Schema& schema, Id user,
                                 std::optional<Date> today = std::nullopt);

}  // namespace clientela::access
