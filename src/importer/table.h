// SPDX-License-Identifier: Apache-2.0
// Rows of a file, one at a time, whatever its format: the importer never holds a whole file. Cells
// are UTF-8 text; what they mean is decided later, by the mapping. A broken row does not end the
// reading: it comes out marked, so that the receipt can count it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace clientela::importer {

enum class TableFormat { automatic, csv, json };  // automatic: by the name's ending

struct TableOptions {
    TableFormat format = TableFormat::automatic;
    char delimiter = 0;  // 0: found from the first line
    std::size_t row_bytes_max = 1 << 20;
    std::size_t columns_max = 1'000;
};

struct TableRow {
    std::int64_t number = 0;           // as a spreadsheet counts: the header is 1; JSON: the object
    std::vector<std::string> cells;    // as many as there are columns
    std::size_t given = 0;             // so many of them stand in the file; a short row has fewer
    std::optional<FieldError> broken;  // set: the cells are not to be used
};

class Table {
public:
    virtual ~Table() = default;
    virtual const std::vector<std::string>& columns() const = 0;
    // False at the end. An Error means that the file cannot be read any further.
    virtual Result<bool> next(TableRow& row) = 0;
    virtual std::string_view encoding() const = 0;  // UTF-8 or windows-1252
    virtual char delimiter() const { return 0; }    // of CSV
    // Once it was read to its end: the last row, if it lacks cells and its line end as well, so
    // that perhaps the file is not whole; 0 otherwise.
    virtual std::int64_t short_end() const { return 0; }
};

// By the ending of the name, in capitals or not; a kind that is not read is refused by its name.
Result<TableFormat> format_of(const std::filesystem::path& file);

Result<std::unique_ptr<Table>> open_table(const std::filesystem::path& file,
                                          const TableOptions& options = {});

// One of each format; open_table() chooses.
Result<std::unique_ptr<Table>> open_csv(const std::filesystem::path& file,
                                        const TableOptions& options);
Result<std::unique_ptr<Table>> open_json(const std::filesystem::path& file,
                                         const TableOptions& options);

// Trimmed header names, never empty and never twice the same: "name", "name (2)", "column 3".
std::vector<std::string> header_names(std::vector<std::string> cells);

}  // namespace clientela::importer
