// SPDX-License-Identifier: Apache-2.0
// The company's own definitions: one JSON document of custom objects, and of what is added to,
// renamed in, hidden from or tightened in the built-in ones. Joined to the shipped files in their
// own format and then checked like any file. Every version of the document is kept.
//
// {"objects": [{as objects/*.json, "hidden_at": "..."}],
//  "changes": {"accounts": {"label": .., "fields": [{as in the files, "hidden_at", "in_list"}],
//              "many_links": [..], "overrides": {"sector": {"label", "help", "hidden", "required",
//              ..}}}},
//  "retired": [{"object": "accounts", "object_id": 10, "name": "c_size", "id": 20003}]}
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "db/store.h"
#include "schema/load.h"

namespace clientela::schema {

struct CustomDocument {
    std::int64_t version = 0;
    std::string json;  // empty: nothing is customised
};

// Served: what people and programs meet. Stored: with the hidden fields too, which keep their
// columns and indexes, so that showing them again costs nothing.
enum class Extent { served, stored };

Loaded load_customized(const CustomDocument& document, Extent extent);

// The newest document; none in a store without the table, that is before its first migration.
Result<CustomDocument> find_document(db::Transaction& tx);
Result<std::int64_t> document_version(db::Transaction& tx);
Result<void> keep_document(db::Transaction& tx, const CustomDocument& document,
                           std::string_view changes, std::int64_t who, Instant now);

// Both at once for a store that opens: brings the tables up and gives what is served.
Result<std::shared_ptr<const Schema>> open_definitions(db::Store& store);

// An error with the problems as its detail.
Error invalid_definitions(const Problems& problems);

}  // namespace clientela::schema
