// SPDX-License-Identifier: Apache-2.0
// A look at a whole file before anything is done: its columns with samples, which field each
// probably is, how it writes numbers and dates, and rows that cannot be read. Sure when names
// agree, probable when they nearly do; otherwise a person chooses.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/message.h"
#include "base/result.h"
#include "importer/column_form.h"
#include "importer/guess.h"
#include "importer/table.h"
#include "schema/schema.h"

namespace clientela::importer {

struct PreviewColumn {
    std::string column;
    std::vector<std::string> samples;  // of the first rows, empty cells left out
    std::string field;                 // empty: none guessed
    bool is_link = false;              // to be looked up, by `match`
    std::string match;
    std::optional<ColumnForm> number;  // how it writes numbers, if it does
    std::optional<ColumnForm> date;    // or dates
    Confidence confidence = Confidence::choose;
};

struct PreviewFault {
    std::int64_t row = 0;
    FieldError error;
};

struct Preview {
    std::string encoding;
    std::string delimiter;  // of CSV
    std::vector<PreviewColumn> columns;
    std::vector<std::vector<std::string>> rows;  // the first five
    std::int64_t count = 0;                      // of all rows
    std::vector<PreviewFault> faults;            // the first twenty
};

Result<Preview> preview(const std::filesystem::path& file, const TableOptions& options,
                        const schema::Object& object, const CellContext& context);

std::string to_json(const Preview& preview, Language language);

}  // namespace clientela::importer
