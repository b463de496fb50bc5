// SPDX-License-Identifier: Apache-2.0
// Names and endings of the formats.
#include "exporter/table_writer.h"

namespace clientela::exporter {

Result<FileFormat> parse_format(std::string_view name) {
    if (name == "csv") return FileFormat::csv;
    if (name == "xlsx") return FileFormat::xlsx;
    if (name == "json") return FileFormat::json;
    if (name == "parquet") return field_error("format", "parquet_later");
    return field_error("format", "unknown_export_format", {{"value", std::string(name)}});
}

std::string_view ending_of(FileFormat format) {
    switch (format) {
        case FileFormat::csv: return ".csv";
        case FileFormat::xlsx: return ".xlsx";
        case FileFormat::json: return ".json";
    }
    return "";
}

std::string_view name_of(FileFormat format) { return ending_of(format).substr(1); }

Result<std::unique_ptr<TableWriter>> open_writer(const std::filesystem::path& file,
                                                 const WriterOptions& options) {
    switch (options.format) {
        case FileFormat::csv: return open_csv(file, options);
        case FileFormat::xlsx: return open_xlsx(file, options);
        case FileFormat::json: return open_json(file, options);
    }
    return internal_error("a file format without a writer");
}

}  // namespace clientela::exporter
