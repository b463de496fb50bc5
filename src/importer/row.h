// SPDX-License-Identifier: Apache-2.0
// One row between the file and the store: its values are parsed before any transaction begins, its
// links wait as texts until the records they name may exist.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "importer/cell.h"
#include "importer/mapping.h"
#include "importer/receipt.h"
#include "importer/table.h"
#include "record/record.h"

namespace clientela::importer {

struct PendingLink {
    const BoundColumn* column = nullptr;
    std::vector<std::string> texts;  // one for a to-one link
    bool only_on_creation = false;   // from the defaults
};

struct ParsedRow {
    std::int64_t number = 0;
    Id id;  // of the record, should one be created
    std::vector<std::string> cells;
    std::size_t given = 0;        // see TableRow
    bool left_as_it_was = false;  // a cell is missing that would have emptied or set its field
    std::vector<std::pair<const schema::Field*, Value>> values;
    std::vector<std::pair<const schema::Field*, Value>> creation_values;  // from the defaults
    std::vector<PendingLink> links;
    std::vector<FieldError> errors;  // not empty: the row fails
    bool unreadable = false;         // nothing but its error is known
};

ParsedRow parse_row(const BoundMapping& mapping, const CellContext& context, TableRow row);

// The text of the cell that feeds a field; empty when none does.
std::string cell_of(const BoundMapping& mapping, const ParsedRow& row, const std::string& field);

}  // namespace clientela::importer
