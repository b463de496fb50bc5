// SPDX-License-Identifier: Apache-2.0
// Names, endings and media types of the formats.
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

std::string_view media_type_of(FileFormat format) {
    switch (format) {
        case FileFormat::csv: return "text/csv; charset=utf-8";
        case FileFormat::xlsx:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        case FileFormat::json: return "application/json";
    }
    return "";
}

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
