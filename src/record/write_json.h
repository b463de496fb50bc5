// SPDX-License-Identifier: Apache-2.0
// Values and records as JSON text, the form of the API and of the change log.
#pragma once

#include "base/json_writer.h"
#include "base/value.h"
#include "record/read.h"
#include "record/record.h"

namespace clientela::record {

// Ids as 13 characters, money as {"amount","currency"}, decimals as exact numbers, instants in UTC.
void write_value(JsonWriter& writer, const Value& value);

// The same, but JSON that a field of that type holds as a text stands as JSON.
void write_field(JsonWriter& writer, const schema::Field& field, const Value& value);

// The members of one record, without the braces: etag, then the given fields; with labels also
// NAME@clientela.label or NAME@clientela.locked beside each link.
void write_members(JsonWriter& writer, const Row& row,
                   const std::vector<const schema::Field*>& fields, bool labels);

}  // namespace clientela::record
