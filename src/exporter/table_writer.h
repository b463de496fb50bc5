// SPDX-License-Identifier: Apache-2.0
// A file of rows and columns, written as the rows come: CSV, XLSX or JSON. No writer holds more
// than one row, so a file may have millions. Cells are typed values; what a spreadsheet would take
// for a formula is made harmless here and nowhere else (docs/decisions/0024-export.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "base/result.h"
#include "base/value.h"
#include "base/zone.h"

namespace clientela::exporter {

enum class FileFormat { csv, xlsx, json };

// "csv", "xlsx", "json"; parquet and unknown names are errors of the field "format".
Result<FileFormat> parse_format(std::string_view name);
std::string_view name_of(FileFormat format);    // "csv"
std::string_view ending_of(FileFormat format);  // ".csv"

enum class CellKind { text, integer, decimal, money, boolean, date, instant };

struct Column {
    std::string heading;
    CellKind kind = CellKind::text;
    std::int32_t scale = 0;  // of decimals
};

// One value per column; ids stand as text, null is an empty cell.
using Cells = std::vector<Value>;

struct WriterOptions {
    FileFormat format = FileFormat::csv;
    bool byte_order_mark = false;  // CSV: Excel then knows that it is UTF-8
    Zone zone = {};  // a spreadsheet knows no zones, so there instants stand in the company's time
    // CSV: "es-ES" and the like, for a spreadsheet of that country; kPlain, or empty: for programs.
    std::string formats = {};
    Language language = Language::es;
};

class TableWriter {
public:
    virtual ~TableWriter() = default;
    virtual Result<void> begin(const std::vector<Column>& columns) = 0;
    virtual Result<void> write(const Cells& cells) = 0;
    // Completes the file; without it the file is not to be used.
    virtual Result<void> finish() = 0;
};

// Creates `file` or empties it; whoever runs the program alone may read it.
Result<std::unique_ptr<TableWriter>> open_writer(const std::filesystem::path& file,
                                                 const WriterOptions& options);

// One of each; open_writer() chooses.
Result<std::unique_ptr<TableWriter>> open_csv(const std::filesystem::path& file,
                                              const WriterOptions& options);
Result<std::unique_ptr<TableWriter>> open_xlsx(const std::filesystem::path& file,
                                               const WriterOptions& options);
Result<std::unique_ptr<TableWriter>> open_json(const std::filesystem::path& file,
                                               const WriterOptions& options);

}  // namespace clientela::exporter
