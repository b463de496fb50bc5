// SPDX-License-Identifier: Apache-2.0
// Chooses the reader by the ending of the file's name and settles header names.
#include "importer/table.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"

namespace clientela::importer {

Result<TableFormat> format_of(const std::filesystem::path& file) {
    const std::string ending = lower(file.extension().string());
    if (ending == ".json" || ending == ".ndjson" || ending == ".jsonl") return TableFormat::json;
    if (ending == ".csv" || ending == ".tsv" || ending == ".txt" || ending.empty()) {
        return TableFormat::csv;
    }
    if (ending == ".xlsx") return make_error(ErrorCode::invalid, "import.xlsx_not_yet");
    if (ending == ".parquet") return make_error(ErrorCode::invalid, "import.parquet_not_yet");
    return make_error(ErrorCode::invalid, "import.format_unknown", {{"ending", ending}});
}

std::vector<std::string> header_names(std::vector<std::string> cells) {
    std::unordered_set<std::string> taken;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        std::string name(trim(cells[i]));
        if (name.empty()) name = "column " + std::to_string(i + 1);
        std::string candidate = name;
        for (int count = 2; !taken.insert(candidate).second; ++count) {
            candidate = name + " (" + std::to_string(count) + ")";
        }
        cells[i] = std::move(candidate);
    }
    return cells;
}

Result<std::unique_ptr<Table>> open_table(const std::filesystem::path& file,
                                          const TableOptions& options) {
    TableFormat format = options.format;
    if (format == TableFormat::automatic) format = TRY(format_of(file));
    if (!std::filesystem::is_regular_file(file)) {
        return make_error(ErrorCode::not_found, "import.file_not_found",
                          {{"file", file.filename().string()}});
    }
    if (format == TableFormat::json) return open_json(file, options);
    return open_csv(file, options);
}

}  // namespace clientela::importer
