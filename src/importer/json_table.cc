// SPDX-License-Identifier: Apache-2.0
// JSON as a table: an array of objects, or one object per line. The file is cut into its top-level
// objects while it streams, so that size does not matter; its columns are all keys of all objects,
// found in a first reading, so that no key is passed over in silence.
#include <charconv>
#include <fstream>
#include <unordered_map>

#include <boost/json.hpp>

#include "base/text.h"
#include "importer/table.h"

namespace clientela::importer {

namespace {

namespace json = boost::json;

// Cuts out one top-level object after the other, minding strings and escapes.
class Objects {
public:
    Objects(const std::filesystem::path& file, std::size_t bytes_max)
        : in_(file, std::ios::binary), bytes_max_(bytes_max) {}

    // False at the end; an error when something else than objects stands at the top.
    Result<bool> next(std::string& text) {
        text.clear();
        int depth = 0;
        bool in_string = false;
        bool escaped = false;
        for (int c = in_.get(); c != std::char_traits<char>::eof(); c = in_.get()) {
            const char letter = static_cast<char>(c);
            if (depth == 0) {
                if (letter == '{') {
                    depth = 1;
                    text.push_back(letter);
                } else if (!passes_between(letter)) {
                    return make_error(ErrorCode::invalid, "import.json_not_objects");
                }
                continue;
            }
            if (text.size() > bytes_max_)
                return make_error(ErrorCode::too_large, "import.json_row");
            text.push_back(letter);
            if (in_string) {
                if (escaped) {
                    escaped = false;
                } else if (letter == '\\') {
                    escaped = true;
                } else if (letter == '"') {
                    in_string = false;
                }
            } else if (letter == '"') {
                in_string = true;
            } else if (letter == '{' || letter == '[') {
                ++depth;
            } else if ((letter == '}' || letter == ']') && --depth == 0) {
                return true;
            }
        }
        if (depth > 0) return make_error(ErrorCode::invalid, "import.json_cut_off");
        return false;
    }

private:
    static bool passes_between(char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return letter == '[' || letter == ']' || letter == ',' || letter == ' ' || letter == '\n' ||
               letter == '\r' || letter == '\t' || byte == 0xEF || byte == 0xBB || byte == 0xBF;
    }
    std::ifstream in_;
    std::size_t bytes_max_;
};

std::string number_text(double number) {
    char digits[64];
    const auto end =
        std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed);
    return end.ec == std::errc{} ? std::string(digits, end.ptr) : std::to_string(number);
}

std::string cell_text(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null: return {};
        case json::kind::bool_: return value.get_bool() ? "true" : "false";
        case json::kind::int64: return std::to_string(value.get_int64());
        case json::kind::uint64: return std::to_string(value.get_uint64());
        case json::kind::double_: return number_text(value.get_double());
        case json::kind::string: return std::string(value.get_string());
        case json::kind::array: return json::serialize(value);
        case json::kind::object: break;
    }
    const json::object& object = value.get_object();
    const json::value* amount = object.if_contains("amount");
    const json::value* currency = object.if_contains("currency");
    if (amount != nullptr && currency != nullptr && object.size() == 2) {
        return cell_text(*amount) + " " + cell_text(*currency);
    }
    return json::serialize(value);
}

class JsonTable final : public Table {
public:
    JsonTable(const std::filesystem::path& file, const TableOptions& options)
        : file_(file), options_(options), objects_(file, options.row_bytes_max) {}

    Result<void> start();
    const std::vector<std::string>& columns() const override { return columns_; }
    Result<bool> next(TableRow& row) override;
    std::string_view encoding() const override { return "UTF-8"; }

private:
    std::filesystem::path file_;
    TableOptions options_;
    Objects objects_;
    std::vector<std::string> columns_;
    std::unordered_map<std::string, std::size_t> places_;
    std::string text_;
    std::int64_t number_ = 0;
};

Result<void> JsonTable::start() {
    Objects objects(file_, options_.row_bytes_max);
    bool any = false;
    while (TRY(objects.next(text_))) {
        any = true;
        boost::system::error_code code;
        const json::value value = json::parse(text_, code);
        if (code) continue;  // the second reading marks the row
        for (const auto& [key, cell] : value.get_object()) {
            if (places_.emplace(std::string(key), columns_.size()).second) {
                columns_.emplace_back(key);
            }
        }
        if (columns_.size() > options_.columns_max) {
            return make_error(ErrorCode::too_large, "import.too_many_columns",
                              {{"max", std::to_string(options_.columns_max)}});
        }
    }
    if (!any) return make_error(ErrorCode::invalid, "import.empty_file");
    return {};
}

Result<bool> JsonTable::next(TableRow& row) {
    if (!TRY(objects_.next(text_))) return false;
    row.number = ++number_;
    row.broken.reset();
    row.cells.assign(columns_.size(), {});
    row.given = columns_.size();
    boost::system::error_code code;
    const json::value value = json::parse(text_, code);
    if (code || !is_valid_utf8(text_)) {
        row.broken = FieldError{"", "not_json", Message{"field.not_json", {}}};
        return true;
    }
    for (const auto& [key, cell] : value.get_object()) {
        row.cells[places_.at(std::string(key))] = cell_text(cell);
    }
    return true;
}

}  // namespace

Result<std::unique_ptr<Table>> open_json(const std::filesystem::path& file,
                                         const TableOptions& options) {
    auto table = std::make_unique<JsonTable>(file, options);
    TRY(table->start());
    return std::unique_ptr<Table>(std::move(table));
}

}  // namespace clientela::importer
