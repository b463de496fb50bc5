// SPDX-License-Identifier: Apache-2.0
// CSV after RFC 4180: commas, CRLF, quotes only where needed. Texts that a spreadsheet would run as
// a formula get an apostrophe in front, which our import takes away again.
#include "exporter/harmless.h"
#include "exporter/table_writer.h"
#include "exporter/text_file.h"

namespace clientela::exporter {
namespace {

void append_cell(std::string& line, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        line.append(text);
        return;
    }
    line.push_back('"');
    for (const char c : text) {
        if (c == '"') line.push_back('"');
        line.push_back(c);
    }
    line.push_back('"');
}

// The form in which our import reads each type.
struct Text {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(const Decimal& value) const { return to_string(value); }
    std::string operator()(const Money& value) const {
        return amount_text(value) + " " + value.currency;
    }
    std::string operator()(const std::string& value) const { return harmless(value); }
    std::string operator()(Date value) const { return to_string(value); }
    std::string operator()(Instant value) const { return to_string(value); }
    std::string operator()(Id value) const { return to_string(value); }
};

class CsvWriter final : public TableWriter {
public:
    explicit CsvWriter(TextFile file) : file_(std::move(file)) {}

    Result<void> begin(const std::vector<Column>& columns) override {
        line_.clear();
        for (const Column& column : columns) {
            if (&column != &columns.front()) line_.push_back(',');
            append_cell(line_, harmless(column.heading));
        }
        return end_line();
    }

    Result<void> write(const Cells& cells) override {
        line_.clear();
        for (const Value& cell : cells) {
            if (&cell != &cells.front()) line_.push_back(',');
            append_cell(line_, std::visit(Text{}, cell));
        }
        return end_line();
    }

    Result<void> finish() override { return file_.close(); }

    Result<void> mark() { return file_.append("\xEF\xBB\xBF"); }

private:
    // A lone empty cell would be a blank line, which is no row.
    Result<void> end_line() {
        if (line_.empty()) line_ = "\"\"";
        line_.append("\r\n");
        return file_.append(line_);
    }

    TextFile file_;
    std::string line_;
};

}  // namespace

Result<std::unique_ptr<TableWriter>> open_csv(const std::filesystem::path& file,
                                              const WriterOptions& options) {
    auto writer = std::make_unique<CsvWriter>(TRY(TextFile::create(file)));
    if (options.byte_order_mark) TRY(writer->mark());
    return std::unique_ptr<TableWriter>(std::move(writer));
}

}  // namespace clientela::exporter
