// SPDX-License-Identifier: Apache-2.0
// Between values of fields and columns of tables: which columns a field has, how a value is bound,
// how it is read back. The only place that knows how values are stored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::record {

// Appends "t.name" for each column of the field (two for money) and returns how many there were.
int append_columns(std::string& text, const schema::Field& field, std::string_view alias);

// Number of columns that append_columns() selects.
int column_count(const schema::Field& field);

// Reads the value whose first column is `column`.
Value read_value(const schema::Field& field, const db::Row& row, int column);

// One stored column of a field and what goes into it, the sort key included.
struct StoredColumn {
    std::string name;
    db::Bind value;
};
void append_stored(std::vector<StoredColumn>& columns, const schema::Field& field,
                   const Value& value);

// A single bound value for comparisons; money binds its minor units.
db::Bind bind(const Value& value);

}  // namespace clientela::record
