// SPDX-License-Identifier: Apache-2.0
// Everything that a company customised, as one JSON file: definitions, rows of options, layouts of
// the company and of roles, roles and shared views. On the way in everything is found by name,
// never by id, so that the same file may be read into any installation, and twice without effect.
#pragma once

#include <string>

#include "customize/document/change.h"
#include "record/record.h"

namespace clientela::customize {

Result<json::object> customization_file(db::Transaction& tx);

// The changes of definitions that make the present document agree with the file's. Nothing is ever
// hidden or dropped because the file does not name it.
json::array changes_towards(const json::object& file, json::object present);

struct Touched {
    int created = 0;
    int updated = 0;
    int unchanged = 0;
};
struct Read {
    Touched roles, views, layouts;
};

// Roles, views and layouts; counts only when `dry` is set, writes otherwise.
Result<Read> read_rest(record::Context& context, const json::object& file, bool dry);

}  // namespace clientela::customize
