// SPDX-License-Identifier: Apache-2.0
// CSV after RFC 4180: commas, CRLF, quotes only where needed; for people as the spreadsheets of
// their country read it, with an amount as a number and its currency beside it. Texts that a
// spreadsheet would run as a formula get an apostrophe in front, which our import takes away again.
#include <optional>

#include <fmt/format.h>

#include "exporter/harmless.h"
#include "exporter/people_form.h"
#include "exporter/table_writer.h"
#include "exporter/text_file.h"

namespace clientela::exporter {
namespace {

void append_cell(std::string& line, std::string_view text, char separator) {
    const bool plain = text.find_first_of("\"\r\n") == std::string_view::npos &&
                       text.find(separator) == std::string_view::npos;
    if (plain) {
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

// As people write it: numbers with their decimal sign, dates in their order, moments in the
// company's time.
struct Written {
    const PeopleForm& form;
    const WriterOptions& options;

    std::string operator()(bool value) const {
        return localize({value ? "export.yes" : "export.no", {}}, options.language);
    }
    std::string operator()(const Decimal& value) const { return number(to_string(value)); }
    std::string operator()(const Money& value) const { return number(amount_text(value)); }
    std::string operator()(Date value) const {
        const CalendarDate day = calendar(value);
        switch (form.dates) {
            case PeopleForm::Dates::year_first: return to_string(value);
            case PeopleForm::Dates::month_first:
                return fmt::format("{:02}/{:02}/{:04}", day.month, day.day, day.year);
            case PeopleForm::Dates::day_first: break;
        }
        return fmt::format("{:02}/{:02}/{:04}", day.day, day.month, day.year);
    }
    std::string operator()(Instant value) const {
        const LocalTime local = options.zone.local(value);
        const auto seconds = local.ms_of_day / 1000;
        return fmt::format("{} {:02}:{:02}:{:02}", (*this)(local.date), seconds / 3600,
                           seconds / 60 % 60, seconds % 60);
    }
    template <class T>
    std::string operator()(const T& value) const {
        return Text{}(value);
    }

private:
    std::string number(std::string text) const {
        if (const std::size_t point = text.find('.'); point != std::string::npos)
            text[point] = form.decimal_sign;
        return text;
    }
};

class CsvWriter final : public TableWriter {
public:
    CsvWriter(TextFile file, const WriterOptions& options)
        : file_(std::move(file)), options_(options) {
        if (!options.formats.empty() && options.formats != kPlain)
            people_ = people_form(options.formats);
    }

    Result<void> begin(const std::vector<Column>& columns) override {
        line_.clear();
        for (const Column& column : columns) {
            amounts_.push_back(people_ && column.kind == CellKind::money);
            append(harmless(column.heading));
            if (!amounts_.back()) continue;
            append(harmless(localize({"export.currency_of", {{"heading", column.heading}}},
                                     options_.language)));
        }
        return end_line();
    }

    Result<void> write(const Cells& cells) override {
        line_.clear();
        for (std::size_t place = 0; place < cells.size(); ++place) {
            const Value& cell = cells[place];
            append(people_ ? std::visit(Written{*people_, options_}, cell)
                           : std::visit(Text{}, cell));
            if (!amounts_[place]) continue;
            const auto* money = std::get_if<Money>(&cell);
            append(money != nullptr ? money->currency : std::string());
        }
        return end_line();
    }

    Result<void> finish() override { return file_.close(); }

    Result<void> mark() { return file_.append("\xEF\xBB\xBF"); }

private:
    void append(const std::string& text) {
        const char separator = people_ ? people_->separator : ',';
        if (begun_) line_.push_back(separator);
        begun_ = true;
        append_cell(line_, text, separator);
    }

    // A lone empty cell would be a blank line, which is no row.
    Result<void> end_line() {
        begun_ = false;
        if (line_.empty()) line_ = "\"\"";
        line_.append("\r\n");
        return file_.append(line_);
    }

    TextFile file_;
    WriterOptions options_;
    std::optional<PeopleForm> people_;  // nothing: for programs
    std::vector<bool> amounts_;         // columns that are two: amount and currency
    std::string line_;
    bool begun_ = false;
};

}  // namespace

Result<std::unique_ptr<TableWriter>> open_csv(const std::filesystem::path& file,
                                              const WriterOptions& options) {
    auto writer = std::make_unique<CsvWriter>(TRY(TextFile::create(file)), options);
    if (options.byte_order_mark) TRY(writer->mark());
    return std::unique_ptr<TableWriter>(std::move(writer));
}

}  // namespace clientela::exporter
