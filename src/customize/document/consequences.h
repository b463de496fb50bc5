// SPDX-License-Identifier: Apache-2.0
// What follows when new definitions stand: rights and rows.
#pragma once

#include <string>

#include "customize/document/change.h"
#include "record/record.h"

namespace clientela::customize {

// Every role gets for `object` what it has for `like`, unless it says something already.
Result<void> copy_rights(record::Context& context, const std::string& object,
                         const std::string& like);

Result<void> add_rows(record::Context& context, const OptionRows& rows);

// The options of such an object, as a JSON array of names.
Result<std::string> row_names(db::Transaction& tx, const schema::Object& object);

}  // namespace clientela::customize
