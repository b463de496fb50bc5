// SPDX-License-Identifier: Apache-2.0
// JSON as a table: an array of objects, or one object per line. The file is cut into its top-level
// objects while it streams, so that size does not matter; its columns are all keys of all objects,
// found in a first reading, so that no key is passed over in silence.
#include <fstream>
#include <unordered_map>

#include <boost/json.hpp>

#include "base/text.h"
#include "importer/table.h"
#include "record/exact_json.h"

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

std::string_view view_of(const json::string& text) { return {text.data(), text.size()}; }

// The digits as they stand in the file, if this was a number there (record/exact_json.h). A text of
// the file may begin with the same mark.
std::optional<std::string_view> digits_in(const json::value& value) {
    if (!value.is_string()) return std::nullopt;
    const std::string_view text = view_of(value.get_string());
    const bool number = text.starts_with(record::kNumberMark) && text.size() > 1 &&
                        text.find_first_not_of("+-.0123456789eE", 1) == std::string_view::npos;
    return number ? std::optional(text.substr(1)) : std::nullopt;
}

// As JSON again, numbers in the digits of the file.
void append_json(const json::value& value, std::string& out) {
    const auto digits = digits_in(value);
    if (digits) {
        out += *digits;
    } else if (const json::array* elements = value.if_array()) {
        out += '[';
        for (const json::value& element : *elements) {
            if (out.back() != '[') out += ',';
            append_json(element, out);
        }
        out += ']';
    } else if (const json::object* members = value.if_object()) {
        out += '{';
        for (const auto& [name, inner] : *members) {
            if (out.back() != '{') out += ',';
            out += json::serialize(name) + ":";
            append_json(inner, out);
        }
        out += '}';
    } else {
        out += json::serialize(value);
    }
}

std::string json_text(const json::value& value) {
    std::string text;
    append_json(value, text);
    return text;
}

std::string cell_text(const json::value& value) {
    if (const auto digits = digits_in(value)) {
        const std::string_view marked = view_of(value.get_string());
        return record::marked_number(marked).value_or(std::string(*digits));
    }
    if (value.is_null()) return {};
    if (value.is_string()) return std::string(value.get_string());
    const json::object* object = value.if_object();
    const json::value* amount = object != nullptr ? object->if_contains("amount") : nullptr;
    const json::value* currency = object != nullptr ? object->if_contains("currency") : nullptr;
    if (amount != nullptr && currency != nullptr && object->size() == 2) {
        return cell_text(*amount) + " " + cell_text(*currency);
    }
    return json_text(value);
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
        const json::value value = json::parse(record::keep_numbers(text_).text, code);
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
    const json::value value = json::parse(record::keep_numbers(text_).text, code);
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
