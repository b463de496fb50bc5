// SPDX-License-Identifier: Apache-2.0
// What administrators read about definitions: all of them with what is hidden, their versions, and
// how much each custom field is used.
#pragma once

#include <string>

#include "base/result.h"
#include "db/store.h"

namespace clientela::customize {

// {"version","max","document","used":{OBJECT:N},"definitions":as GET /definitions, hidden ones too}
Result<std::string> overview_json(db::Transaction& tx);

// {"value":[{"version","created_at","by":{"id","name"},"changes":[...]}]}, newest first.
Result<std::string> versions_json(db::Transaction& tx);

// {"rows":N,"fields":{"c_size":{"filled":N,"views":N,"layouts":N,"roles":N}}} of one object.
Result<std::string> usage_json(db::Transaction& tx, const std::string& object);

}  // namespace clientela::customize
