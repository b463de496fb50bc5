// SPDX-License-Identifier: Apache-2.0
// CSV after RFC 4180, streaming: quotes, doubled quotes, line ends inside quotes, CRLF or LF, a
// byte order mark, and comma, semicolon, tab or bar between cells. Lines without any text are no
// rows.
#include <algorithm>
#include <array>
#include <fstream>

#include "base/text.h"
#include "importer/encoding.h"
#include "importer/table.h"

namespace clientela::importer {

namespace {

constexpr std::size_t kBlock = 1 << 16;

// Bytes of the file, a block at a time, already without the byte order mark.
class Bytes {
public:
    explicit Bytes(const std::filesystem::path& file)
        : in_(file, std::ios::binary), block_(kBlock, '\0') {
        refill();
        if (std::string_view(block_.data(), size_).starts_with("\xEF\xBB\xBF")) position_ = 3;
    }
    bool at_end() { return position_ == size_ && !refill(); }
    char peek() const { return block_[position_]; }
    char take() { return block_[position_++]; }
    // The rest of the block, for scanning; skip(n) moves on.
    std::string_view rest() const { return {block_.data() + position_, size_ - position_}; }
    void skip(std::size_t count) { position_ += count; }

private:
    bool refill() {
        in_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
        size_ = static_cast<std::size_t>(in_.gcount());
        position_ = 0;
        return size_ > 0;
    }
    std::ifstream in_;
    std::string block_;
    std::size_t position_ = 0;
    std::size_t size_ = 0;
};

char most_frequent_delimiter(std::string_view line) {
    constexpr std::array<char, 4> kDelimiters = {',', ';', '\t', '|'};
    std::array<int, 4> counts{};
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '\n' || c == '\r')) break;
        const auto found = std::find(kDelimiters.begin(), kDelimiters.end(), c);
        if (!quoted && found != kDelimiters.end()) {
            ++counts[static_cast<std::size_t>(found - kDelimiters.begin())];
        }
    }
    return kDelimiters[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) -
                                                counts.begin())];
}

// An apostrophe before a sign that begins a formula only keeps spreadsheets from running the cell;
// our own export puts it there (docs/decisions/0024-export.md).
void take_guard(std::string& cell) {
    if (!cell.starts_with('\'')) return;
    const std::size_t sign = cell.find_first_not_of('\'');
    if (sign == std::string::npos) return;
    if (std::string_view("=+-@\t\r").find(cell[sign]) != std::string_view::npos) cell.erase(0, 1);
}

enum class Line { row, blank, end, open_quote, too_long, too_many };

class CsvTable final : public Table {
public:
    CsvTable(const std::filesystem::path& file, const TableOptions& options, Encoding encoding)
        : bytes_(file), options_(options), encoding_(encoding), delimiter_(options.delimiter) {}

    Result<void> start();
    const std::vector<std::string>& columns() const override { return columns_; }
    Result<bool> next(TableRow& row) override;
    std::string_view encoding() const override {
        return encoding_ == Encoding::utf8 ? "UTF-8" : "windows-1252";
    }
    char delimiter() const override { return delimiter_; }
    std::int64_t short_end() const override { return short_end_; }

private:
    Line read_line(std::vector<std::string>& cells);
    bool read_quoted(std::string& cell);
    void read_plain(std::string& cell);
    bool has_room() const { return length_ <= options_.row_bytes_max; }
    void decode(std::vector<std::string>& cells) const;
    std::optional<FieldError> fault(Line line, const std::vector<std::string>& cells) const;

    Bytes bytes_;
    TableOptions options_;
    Encoding encoding_;
    char delimiter_;
    std::vector<std::string> columns_;
    std::int64_t number_ = 0;      // of the row read last
    std::int64_t line_ = 1;        // of the file, where reading stands
    std::int64_t quote_line_ = 1;  // where the quote opened that was read last
    bool ended_ = true;            // the row read last has a line end
    std::int64_t short_end_ = 0;
    std::size_t length_ = 0;  // bytes of the line that is being read, with quotes and delimiters
    std::string beyond_;      // a cell behind the last that is kept
};

// What a file that counts as UTF-8 says in another encoding, or NUL, is no text.
bool is_text(const std::string& cell) {
    return is_valid_utf8(cell) && cell.find('\0') == std::string::npos;
}

Error too_many_columns(std::size_t max) {
    return make_error(ErrorCode::too_large, "import.too_many_columns",
                      {{"max", std::to_string(max)}});
}

Result<void> CsvTable::start() {
    if (bytes_.at_end()) return make_error(ErrorCode::invalid, "import.empty_file");
    if (bytes_.rest().starts_with("sep=") && bytes_.rest().size() > 5) {  // a line of Excel
        if (delimiter_ == 0) delimiter_ = bytes_.rest()[4];
        const std::size_t line_end = bytes_.rest().find('\n');
        if (line_end != std::string_view::npos) bytes_.skip(line_end + 1);
        ++line_;  // spreadsheets take it for no row
    }
    if (delimiter_ == 0) delimiter_ = most_frequent_delimiter(bytes_.rest());
    std::vector<std::string> cells;
    Line line = read_line(cells);
    while (line == Line::blank)
        line = read_line(cells);
    if (line == Line::end) return make_error(ErrorCode::invalid, "import.empty_file");
    if (line == Line::open_quote) return make_error(ErrorCode::invalid, "import.header_quote_open");
    if (line == Line::too_many) return too_many_columns(options_.columns_max);
    if (line != Line::row) return make_error(ErrorCode::invalid, "import.header_unreadable");
    decode(cells);
    while (!cells.empty() && trim(cells.back()).empty())
        cells.pop_back();
    if (cells.empty()) return make_error(ErrorCode::invalid, "import.header_unreadable");
    if (!std::all_of(cells.begin(), cells.end(), is_text))
        return make_error(ErrorCode::invalid, "import.header_not_text");
    columns_ = header_names(std::move(cells));
    return {};
}

// True when the closing quote was found; the cell may go on plainly after it.
bool CsvTable::read_quoted(std::string& cell) {
    while (!bytes_.at_end()) {
        const std::string_view rest = bytes_.rest();
        const std::size_t quote = rest.find('"');
        const std::size_t count = quote == std::string_view::npos ? rest.size() : quote;
        length_ += count;
        if (has_room()) cell.append(rest.substr(0, count));
        line_ += std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(count), '\n');
        bytes_.skip(count);
        if (quote == std::string_view::npos) continue;
        bytes_.skip(1);
        ++length_;
        if (bytes_.at_end() || bytes_.peek() != '"') return true;
        const char sign = bytes_.take();
        ++length_;
        if (has_room()) cell.push_back(sign);
    }
    return false;
}

void CsvTable::read_plain(std::string& cell) {
    while (!bytes_.at_end()) {
        const std::string_view rest = bytes_.rest();
        std::size_t count = 0;
        while (count < rest.size() && rest[count] != delimiter_ && rest[count] != '\n' &&
               rest[count] != '\r') {
            ++count;
        }
        length_ += count;
        if (has_room()) cell.append(rest.substr(0, count));
        bytes_.skip(count);
        if (count < rest.size()) return;
    }
}

// However long a line is, no more of it is held than a row may have. Empty cells at its end are no
// columns too many: spreadsheets write them.
Line CsvTable::read_line(std::vector<std::string>& cells) {
    cells.clear();
    if (bytes_.at_end()) return Line::end;
    ++number_;
    ended_ = false;
    length_ = 0;
    bool blank = true;
    bool too_many = false;
    while (true) {
        const bool kept = cells.size() < options_.columns_max;
        if (!kept) beyond_.clear();
        std::string& cell = kept ? cells.emplace_back() : beyond_;
        if (!bytes_.at_end() && bytes_.peek() == '"') {
            bytes_.skip(1);
            ++length_;
            blank = false;
            quote_line_ = line_;
            if (!read_quoted(cell)) return Line::open_quote;
        }
        read_plain(cell);
        blank = blank && trim(cell).empty();
        too_many = too_many || (!kept && !trim(cell).empty());
        ++length_;  // what ends the cell
        if (bytes_.at_end()) break;
        const char end = bytes_.take();
        if (end == delimiter_) continue;
        if (end == '\r' && !bytes_.at_end() && bytes_.peek() == '\n') bytes_.skip(1);
        ++line_;
        ended_ = true;
        break;
    }
    if (!has_room()) return Line::too_long;
    if (too_many) return Line::too_many;
    return blank ? Line::blank : Line::row;
}

void CsvTable::decode(std::vector<std::string>& cells) const {
    if (encoding_ == Encoding::utf8) return;
    for (std::string& cell : cells) {
        std::string text;
        append_windows_1252(cell, text);
        cell = std::move(text);
    }
}

std::optional<FieldError> CsvTable::fault(Line line, const std::vector<std::string>& cells) const {
    const auto error = [](const std::string& code) {
        return FieldError{"", code, Message{"field." + code, {}}};
    };
    if (line == Line::open_quote) {
        FieldError open = error("quote_open");
        open.message.args.emplace_back("line", std::to_string(quote_line_));
        return open;
    }
    if (line == Line::too_long) return error("row_too_long");
    if (line == Line::too_many) return error("too_many_cells");
    for (std::size_t i = columns_.size(); i < cells.size(); ++i) {
        if (!trim(cells[i]).empty()) return error("too_many_cells");
    }
    for (const std::string& cell : cells) {
        if (!is_valid_utf8(cell)) return error("not_utf8");
        if (cell.find('\0') != std::string::npos) return error("not_text");
    }
    return std::nullopt;
}

Result<bool> CsvTable::next(TableRow& row) {
    Line line = read_line(row.cells);
    while (line == Line::blank)
        line = read_line(row.cells);
    if (line == Line::end) return false;
    row.number = number_;
    decode(row.cells);
    for (std::string& cell : row.cells)
        take_guard(cell);
    row.broken = fault(line, row.cells);
    if (!ended_ && !row.broken && row.cells.size() < columns_.size()) short_end_ = number_;
    row.given = std::min(row.cells.size(), columns_.size());
    row.cells.resize(columns_.size());
    return true;
}

}  // namespace

Result<std::unique_ptr<Table>> open_csv(const std::filesystem::path& file,
                                        const TableOptions& options) {
    const Encoding encoding = TRY(detect_encoding(file));
    auto table = std::make_unique<CsvTable>(file, options, encoding);
    TRY(table->start());
    return std::unique_ptr<Table>(std::move(table));
}

}  // namespace clientela::importer
