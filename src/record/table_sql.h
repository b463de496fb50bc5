// SPDX-License-Identifier: Apache-2.0
// SQL on the table of one object, shared by reading and saving. Identifiers come from the
// definition only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"
#include "record/record.h"

namespace clientela::record {

// "t.id, t.name, t.amount, t.amount_currency, ..." of the given fields.
std::string select_list(const std::vector<const schema::Field*>& fields, std::string_view alias);

// Every field of the object.
std::vector<const schema::Field*> all_fields(const schema::Object& object);

// Fills the given fields from a row whose first column is `column`; the rest stay null. Returns the
// column behind the last one read.
int fill(Record& record, const std::vector<const schema::Field*>& fields, const db::Row& row,
         int column);

// A constant that both dialects take as a boolean.
std::string_view true_text(db::Dialect dialect);

// Appends `part` in parentheses with AND and moves its arguments over; empty parts are left out.
void append_condition(db::Sql& sql, db::Sql part);

// Living row of `object` with this id that the principal may see? (existence of a link's target)
Result<bool> is_visible(Context& context, const schema::Object& object, Id id,
                        access::Action action);

}  // namespace clientela::record
