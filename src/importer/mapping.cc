// SPDX-License-Identifier: Apache-2.0
// Reads a mapping file. Every mistake is collected with its place, so that one reading of the
// answer is enough to repair them all.
#include "importer/mapping.h"

#include <array>

#include <boost/json.hpp>

#include "base/field_errors.h"
#include "base/text.h"

namespace clientela::importer {

namespace {

namespace json = boost::json;

class Reader {
public:
    Result<Mapping> read(const json::value& value);

private:
    void fail(std::string place, std::string code) {
        errors_.add(std::move(place), std::move(code));
    }
    void read_column(const std::string& column, const json::value& value, bool link);
    void read_settings(ColumnMapping& mapping, const json::object& object,
                       const std::string& place);
    bool read_setting(ColumnMapping& mapping, std::string_view key, const json::value& value,
                      const std::string& place);
    void read_default(Mapping& mapping, const std::string& field, const json::value& value);
    std::string text(const json::value& value, const std::string& place);

    Mapping mapping_;
    FieldErrors errors_;
};

std::string Reader::text(const json::value& value, const std::string& place) {
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_int64()) return std::to_string(value.get_int64());
    if (value.is_bool()) return value.get_bool() ? "true" : "false";
    fail(place, "not_text");
    return {};
}

bool Reader::read_setting(ColumnMapping& mapping, std::string_view key, const json::value& value,
                          const std::string& place) {
    if (key == "field" || key == "link") {
        mapping.field = text(value, place);
    } else if (key == "match") {
        mapping.match = text(value, place);
        mapping.is_link = true;
    } else if (key == "filter") {
        mapping.filter = text(value, place);
    } else if (key == "format") {
        mapping.format = text(value, place);
    } else if (key == "currency") {
        mapping.currency = upper(text(value, place));
    } else if (key == "template") {
        mapping.text_template = text(value, place);
    } else if (key == "separator") {
        mapping.separator = text(value, place);
    } else if (key == "default") {
        mapping.default_text = text(value, place);
    } else if (key == "scale") {
        if (value.is_int64() && value.get_int64() > 0) {
            mapping.scale = value.get_int64();
        } else {
            fail(place, "not_a_whole_number");
        }
    } else if (key == "decimal") {
        const std::string sign = text(value, place);
        if (sign != "." && sign != ",") fail(place, "not_an_option");
        mapping.decimal_sign = sign == "," ? ',' : '.';
    } else if (key == "empty") {
        const std::string how = text(value, place);
        if (how != "keep" && how != "clear") fail(place, "not_an_option");
        mapping.empty = how == "clear" ? EmptyCell::clear : EmptyCell::keep;
    } else if (key == "missing") {
        constexpr std::array<std::string_view, 4> kNames = {"error", "skip", "null", "create"};
        const std::string how = text(value, place);
        const auto found = std::find(kNames.begin(), kNames.end(), how);
        if (found == kNames.end()) {
            fail(place, "not_an_option");
        } else {
            mapping.missing = static_cast<MissingTarget>(found - kNames.begin());
        }
    } else {
        return false;
    }
    return true;
}

void Reader::read_settings(ColumnMapping& mapping, const json::object& object,
                           const std::string& place) {
    for (const auto& [key, value] : object) {
        const std::string below = place + "/" + std::string(key);
        if (key != "aliases") {
            if (!read_setting(mapping, key, value, below)) fail(below, "unknown_setting");
            continue;
        }
        if (!value.is_object()) {
            fail(below, "not_an_object");
            continue;
        }
        for (const auto& [from, to] : value.get_object()) {
            mapping.aliases.emplace(fold(trim(from)), text(to, below));
        }
    }
}

void Reader::read_column(const std::string& column, const json::value& value, bool link) {
    const std::string place = (link ? "links/" : "columns/") + column;
    if (value.is_array()) {
        for (const json::value& part : value.get_array())
            read_column(column, part, link);
        return;
    }
    ColumnMapping mapping;
    mapping.column = column;
    mapping.is_link = link;
    if (value.is_string()) {
        mapping.field = std::string(value.get_string());
    } else if (value.is_object()) {
        read_settings(mapping, value.get_object(), place);
        if (mapping.field.empty()) fail(place, "required");
    } else if (!value.is_null()) {
        fail(place, "not_an_object");
    }
    mapping_.columns.push_back(std::move(mapping));
}

// A text, or for a link {"value": text, "match": field of the target}.
void Reader::read_default(Mapping& mapping, const std::string& field, const json::value& value) {
    const std::string place = "defaults/" + field;
    ColumnMapping fixed;
    fixed.field = field;
    if (value.is_object()) {
        for (const auto& [key, part] : value.get_object()) {
            const std::string below = place + "/" + std::string(key);
            if (key == "value") {
                fixed.default_text = text(part, below);
            } else if (key == "match") {
                fixed.match = text(part, below);
            } else {
                fail(below, "unknown_setting");
            }
        }
    } else {
        fixed.default_text = text(value, place);
    }
    if (field == "currency") mapping.currency = upper(fixed.default_text);
    mapping.defaults.push_back(std::move(fixed));
}

Result<Mapping> Reader::read(const json::value& value) {
    if (!value.is_object()) return make_error(ErrorCode::invalid, "import.mapping_not_object");
    for (const auto& [key, part] : value.get_object()) {
        const std::string name(key);
        if (name == "$schema" || name == "about" || name == "object") continue;
        if (name == "match" && part.is_array()) {
            for (const json::value& field : part.get_array()) {
                mapping_.match.push_back(text(field, "match"));
            }
            continue;
        }
        const bool known = name == "columns" || name == "links" || name == "defaults";
        if (!known || !part.is_object()) {
            fail(name, known || name == "match" ? "not_an_object" : "unknown_setting");
            continue;
        }
        for (const auto& [column, how] : part.get_object()) {
            if (name == "defaults") {
                read_default(mapping_, std::string(column), how);
            } else {
                read_column(std::string(column), how, name == "links");
            }
        }
    }
    TRY(errors_.take("import.mapping_wrong"));
    mapping_.guessed = mapping_.columns.empty();
    return std::move(mapping_);
}

json::object column_json(const ColumnMapping& mapping) {
    constexpr std::array<std::string_view, 4> kMissing = {"error", "skip", "null", "create"};
    json::object out;
    out[mapping.is_link ? "link" : "field"] = mapping.field;
    if (!mapping.match.empty()) out["match"] = mapping.match;
    if (!mapping.filter.empty()) out["filter"] = mapping.filter;
    if (mapping.missing != MissingTarget::error) {
        out["missing"] = kMissing[static_cast<std::size_t>(mapping.missing)];
    }
    if (!mapping.aliases.empty()) {
        json::object aliases;
        for (const auto& [from, to] : mapping.aliases)
            aliases[from] = to;
        out["aliases"] = std::move(aliases);
    }
    if (!mapping.format.empty()) out["format"] = mapping.format;
    if (!mapping.currency.empty()) out["currency"] = mapping.currency;
    if (!mapping.text_template.empty()) out["template"] = mapping.text_template;
    if (!mapping.separator.empty()) out["separator"] = mapping.separator;
    if (!mapping.default_text.empty()) out["default"] = mapping.default_text;
    if (mapping.decimal_sign != 0) out["decimal"] = std::string(1, mapping.decimal_sign);
    if (mapping.scale != 1) out["scale"] = mapping.scale;
    if (mapping.empty == EmptyCell::clear) out["empty"] = "clear";
    return out;
}

}  // namespace

Result<Mapping> parse_mapping(std::string_view json_text) {
    boost::system::error_code code;
    json::parse_options options;
    options.max_depth = 8;
    const json::value value =
        json::parse(json::string_view(json_text.data(), json_text.size()), code, {}, options);
    if (code) return make_error(ErrorCode::invalid, "import.mapping_not_json");
    return Reader().read(value);
}

std::string to_json(const Mapping& mapping) {
    json::object columns;
    json::object links;
    for (const ColumnMapping& column : mapping.columns) {
        json::object& side = column.is_link ? links : columns;
        if (column.field.empty()) {
            side[column.column] = nullptr;
            continue;
        }
        json::value& place = side[column.column];
        if (place.is_null()) place.emplace_array();
        place.get_array().push_back(column_json(column));
    }
    json::object defaults;
    for (const ColumnMapping& fixed : mapping.defaults) {
        json::object one;
        one["value"] = fixed.default_text;
        if (!fixed.match.empty()) one["match"] = fixed.match;
        defaults[fixed.field] = std::move(one);
    }
    if (!mapping.currency.empty()) defaults["currency"] = mapping.currency;
    json::object out;
    out["columns"] = std::move(columns);
    out["links"] = std::move(links);
    out["defaults"] = std::move(defaults);
    json::array match;
    for (const std::string& field : mapping.match)
        match.emplace_back(field);
    out["match"] = std::move(match);
    return json::serialize(out);
}

}  // namespace clientela::importer
