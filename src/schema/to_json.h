// SPDX-License-Identifier: Apache-2.0
// Definitions as JSON for the API: the shape of objects/*.json with the standard fields, reduced to
// what the caller may read. Secret fields never appear.
#pragma once

#include <functional>
#include <string>

#include "schema/schema.h"

namespace clientela::schema {

// How one object is laid out for the caller, where that is not as the definition says.
struct Arranged {
    Views views;
    std::string tabs;          // JSON array of relations, in order; empty: all as they stand
    std::string default_view;  // id; empty: none
};

struct Readable {
    std::function<bool(const Object&)> object;
    std::function<bool(const Object&, const Field&)> field = {};  // may be empty: every field
    std::function<const Arranged*(const Object&)> arranged = {};  // null: as defined
    std::string home = {};                                        // JSON; empty: not said
    bool hidden = false;  // for administrators: what the company does not show as well
    std::function<std::string(const Object&)> rights = {};  // JSON object; may be empty: not said
};

// {"version":"..","objects":[...]}
std::string to_json(const Schema& schema, const Readable& readable);

// Hexadecimal version of the definitions; a good part of an etag.
std::string version_text(const Schema& schema);

// Names as they stand in the files.
std::string_view to_string(FieldType type);
std::string_view to_string(Format format);  // empty for none
std::string_view to_string(Placement placement);
std::string_view to_string(SightKind kind);

}  // namespace clientela::schema
