// SPDX-License-Identifier: Apache-2.0
// One row of a table as a JSON array, in the order of its columns: ids, amounts and instants
// (milliseconds) as whole numbers, days as text.
#pragma once

#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "db/store.h"
#include "schema/layout.h"

namespace clientela::backup {

// The column named `zero` is written as 0, whatever stands in it.
void write_row(JsonWriter& writer, const schema::Table& table, const db::Row& row,
               std::string_view zero = {});

// Appends one value per column; "backup.broken_line" for anything else than such an array.
Result<void> read_row(std::string_view line, const schema::Table& table,
                      std::vector<db::Bind>& values);

}  // namespace clientela::backup
