// SPDX-License-Identifier: Apache-2.0
// XLSX with typed cells: numbers, money in the format of its currency, dates and times. Every text
// is a text cell, never a formula. libxlsxwriter keeps one row in memory and the sheet in a
// temporary file beside the result. A sheet holds 1,048,576 rows; more go on in a further sheet.
#include <cmath>
#include <cstdio>
#include <unordered_map>

#include <unistd.h>

#include <xlsxwriter.h>

#include "base/text.h"
#include "exporter/table_writer.h"
#include "exporter/text_file.h"

namespace clientela::exporter {
namespace {

constexpr lxw_row_t kRowsPerSheet = LXW_ROW_MAX - 1;     // below the heading
constexpr std::size_t kTextMax = 32'767;                 // characters in a cell
constexpr std::int64_t kExactMax = 999'999'999'999'999;  // 15 digits: what a spreadsheet keeps
constexpr std::int32_t kFirstDay = -25'508;              // 1900-03-01, before which serials are off

double width_of(const Column& column) {
    switch (column.kind) {
        case CellKind::text: return 28;
        case CellKind::integer:
        case CellKind::decimal: return 12;
        case CellKind::money: return 16;
        case CellKind::boolean: return 10;
        case CellKind::date: return 12;
        case CellKind::instant: return 18;
    }
    return 12;
}

// At most kTextMax characters, the last one an ellipsis when something is left out.
std::string cut(const std::string& text) {
    if (text.size() <= kTextMax || length_in_characters(text) <= kTextMax) return text;
    std::size_t bytes = 0;
    for (std::size_t characters = 0; bytes < text.size(); ++bytes) {
        const bool starts = (static_cast<unsigned char>(text[bytes]) & 0xC0U) != 0x80U;
        if (starts && ++characters == kTextMax) break;
    }
    return text.substr(0, bytes) + "…";
}

class XlsxWriter final : public TableWriter {
public:
    XlsxWriter(const std::filesystem::path& file, const WriterOptions& options)
        : options_(options), folder_(file.parent_path().string()) {
        lxw_workbook_options how{};
        how.constant_memory = LXW_TRUE;
        how.tmpdir = folder_.empty() ? nullptr : folder_.data();
        book_ = workbook_new_opt(file.c_str(), &how);
    }
    ~XlsxWriter() override {
        if (book_ == nullptr) return;
        // Unfinished: nothing is put together, but the library leaves its temporary files open.
        lxw_worksheet* sheet = nullptr;
        STAILQ_FOREACH(sheet, book_->worksheets, list_pointers) {
            if (sheet->optimize_tmpfile != nullptr) std::fclose(sheet->optimize_tmpfile);
        }
        lxw_workbook_free(book_);
    }
    XlsxWriter(const XlsxWriter&) = delete;
    XlsxWriter& operator=(const XlsxWriter&) = delete;

    bool opened() const { return book_ != nullptr; }

    Result<void> begin(const std::vector<Column>& columns) override {
        columns_ = columns;
        bold_ = workbook_add_format(book_);
        format_set_bold(bold_);
        date_ = numbered(14);     // a date as the reader's country writes it
        instant_ = numbered(22);  // date and time
        return begin_sheet();
    }

    Result<void> write(const Cells& cells) override {
        if (row_ > kRowsPerSheet) TRY(begin_sheet());
        for (std::size_t place = 0; place < cells.size(); ++place) {
            place_ = place;
            if (std::visit([this](const auto& value) { return put(value); }, cells[place]) !=
                LXW_NO_ERROR) {
                return make_error(ErrorCode::unavailable, "export.not_written");
            }
        }
        ++row_;
        return {};
    }

    Result<void> finish() override {
        lxw_workbook* book = book_;
        book_ = nullptr;
        if (const lxw_error failed = workbook_close(book); failed != LXW_NO_ERROR) {
            Error error = make_error(ErrorCode::unavailable, "export.not_written");
            error.detail = lxw_strerror(failed);
            return error;
        }
        return {};
    }

private:
    lxw_col_t column() const { return static_cast<lxw_col_t>(place_); }

    lxw_format* numbered(std::uint8_t index) {
        lxw_format* format = workbook_add_format(book_);
        format_set_num_format_index(format, index);
        return format;
    }

    lxw_format* formatted(const std::string& pattern) {
        lxw_format*& format = formats_[pattern];
        if (format == nullptr) {
            format = workbook_add_format(book_);
            format_set_num_format(format, pattern.c_str());
        }
        return format;
    }

    Result<void> begin_sheet() {
        ++sheets_;
        const std::string name = sheets_ == 1 ? std::string() : "Sheet" + std::to_string(sheets_);
        sheet_ = workbook_add_worksheet(book_, name.empty() ? nullptr : name.c_str());
        if (sheet_ == nullptr) return internal_error("no further sheet");
        for (std::size_t place = 0; place < columns_.size(); ++place) {
            const auto number = static_cast<lxw_col_t>(place);
            worksheet_set_column(sheet_, number, number, width_of(columns_[place]), nullptr);
        }
        worksheet_freeze_panes(sheet_, 1, 0);
        for (std::size_t place = 0; place < columns_.size(); ++place) {
            worksheet_write_string(sheet_, 0, static_cast<lxw_col_t>(place),
                                   columns_[place].heading.c_str(), bold_);
        }
        row_ = 1;
        return {};
    }

    lxw_error text(const std::string& value) {
        return worksheet_write_string(sheet_, row_, column(), cut(value).c_str(), nullptr);
    }
    // Exact or not at all: what a spreadsheet would round stands as text.
    lxw_error number(std::int64_t unscaled, std::int32_t scale, const std::string& written,
                     lxw_format* format) {
        if (std::abs(unscaled) > kExactMax) return text(written);
        const double value = static_cast<double>(unscaled) / std::pow(10.0, scale);
        return worksheet_write_number(sheet_, row_, column(), value, format);
    }

    lxw_error put(std::monostate) { return LXW_NO_ERROR; }
    lxw_error put(bool value) {
        return worksheet_write_boolean(sheet_, row_, column(), value ? 1 : 0, nullptr);
    }
    lxw_error put(std::int64_t value) { return number(value, 0, std::to_string(value), nullptr); }
    lxw_error put(const Decimal& value) {
        const std::string digits(static_cast<std::size_t>(std::max(value.scale, 0)), '0');
        return number(value.unscaled, value.scale, to_string(value),
                      digits.empty() ? nullptr : formatted("0." + digits));
    }
    lxw_error put(const Money& value) {
        const std::int32_t digits = currency_digits(value.currency).value_or(2);
        const std::string fraction(static_cast<std::size_t>(digits), '0');
        const std::string pattern = (digits == 0 ? "#,##0" : "#,##0." + fraction) + " \"" +
                                    (value.currency == "EUR" ? "€" : value.currency) + "\"";
        return number(value.minor, digits, amount_text(value) + " " + value.currency,
                      formatted(pattern));
    }
    lxw_error put(const std::string& value) { return value.empty() ? LXW_NO_ERROR : text(value); }
    lxw_error put(Date value) {
        if (value.days < kFirstDay) return text(to_string(value));
        return worksheet_write_number(sheet_, row_, column(), value.days + 25'569, date_);
    }
    lxw_error put(Instant value) {
        const LocalTime local = options_.zone.local(value);
        if (local.date.days < kFirstDay) return text(to_string(value));
        const double day = local.date.days + 25'569 + local.ms_of_day / static_cast<double>(kDayMs);
        return worksheet_write_number(sheet_, row_, column(), day, instant_);
    }
    lxw_error put(Id value) { return text(to_string(value)); }

    WriterOptions options_;
    std::string folder_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* bold_ = nullptr;
    lxw_format* date_ = nullptr;
    lxw_format* instant_ = nullptr;
    std::unordered_map<std::string, lxw_format*> formats_;
    std::vector<Column> columns_;
    int sheets_ = 0;
    lxw_row_t row_ = 0;
    std::size_t place_ = 0;
};

}  // namespace

Result<std::unique_ptr<TableWriter>> open_xlsx(const std::filesystem::path& file,
                                               const WriterOptions& options) {
    ::close(TRY(create_private(file)));  // the library opens it at the end, as it stands
    auto writer = std::make_unique<XlsxWriter>(file, options);
    if (!writer->opened()) return make_error(ErrorCode::unavailable, "export.not_written");
    return std::unique_ptr<TableWriter>(std::move(writer));
}

}  // namespace clientela::exporter
