// SPDX-License-Identifier: Apache-2.0
// What of a record is found by full text: its searchable fields as two sets of words. One-line
// fields make the name part, long texts the rest; secret fields are never part.
#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "schema/schema.h"

namespace clientela::search {

struct Document {
    Id id;
    std::vector<std::string> name;  // words without doubles
    std::vector<std::string> body;
};

std::vector<const schema::Field*> searchable_fields(const schema::Object& object);

// Objects with such a field, in the order of the schema.
std::vector<const schema::Object*> searchable_objects(const schema::Schema& schema);

// Adds a field's text to the document.
void add_text(Document& document, const schema::Field& field, std::string_view text);
// Sorts and drops doubles and overlong rest.
void finish(Document& document);

// "garcia lopez"
std::string joined(const std::vector<std::string>& words);

}  // namespace clientela::search
