// SPDX-License-Identifier: Apache-2.0
// JSON: an array of objects, one a line, values as the API writes them.
#include "base/json_writer.h"
#include "exporter/table_writer.h"
#include "exporter/text_file.h"
#include "record/write_json.h"

namespace clientela::exporter {
namespace {

class JsonFile final : public TableWriter {
public:
    explicit JsonFile(TextFile file) : file_(std::move(file)) {}

    Result<void> begin(const std::vector<Column>& columns) override {
        columns_ = columns;
        return file_.append("[");
    }

    Result<void> write(const Cells& cells) override {
        JsonWriter writer;
        writer.begin_object();
        for (std::size_t place = 0; place < cells.size(); ++place) {
            writer.key(columns_[place].heading);
            record::write_value(writer, cells[place]);
        }
        writer.end_object();
        TRY(file_.append(first_ ? "\n" : ",\n"));
        first_ = false;
        return file_.append(writer.text());
    }

    Result<void> finish() override {
        TRY(file_.append("\n]\n"));
        return file_.close();
    }

private:
    TextFile file_;
    std::vector<Column> columns_;
    bool first_ = true;
};

}  // namespace

Result<std::unique_ptr<TableWriter>> open_json(const std::filesystem::path& file,
                                               const WriterOptions&) {
    return std::unique_ptr<TableWriter>(std::make_unique<JsonFile>(TRY(TextFile::create(file))));
}

}  // namespace clientela::exporter
