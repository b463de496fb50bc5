// SPDX-License-Identifier: Apache-2.0
// What the columns of a file mean for an object: read from a mapping file
// (tools/mapping.schema.json, docs/import-mapping.md) and bound to the definitions and to the
// header of one file. Everything wrong with a mapping is said before the first row is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "schema/schema.h"

namespace clientela::importer {

enum class EmptyCell { keep, clear };  // what an empty cell does to a stored value
enum class MissingTarget { error, skip, null, create };  // no record answers a link's text

struct ColumnMapping {
    std::string column;
    std::string field;  // empty: the column is left out on purpose
    bool is_link = false;
    std::string
        match;  // link: field of the target that the text is compared with; empty: its title
    std::string filter;  // link: OData condition on the targets that count
    MissingTarget missing = MissingTarget::error;
    std::unordered_map<std::string, std::string> aliases;  // by folded text
    std::string format;         // dates and instants: yyyy, yy, MM, M, dd, d, HH, mm, ss
    std::string currency;       // money without a currency of its own
    char decimal_sign = 0;      // '.' or ','; where it or the format is left open the cells tell
    std::int64_t scale = 1;     // numbers are multiplied by it
    std::string text_template;  // "{account} · {product}": the text is put together from cells
    std::string separator;      // many links: between several texts of one cell
    std::string default_text;   // stands for an empty cell
    EmptyCell empty = EmptyCell::keep;
};

struct Mapping {
    bool guessed = false;  // no columns given: they are taken from the header by name
    std::vector<ColumnMapping> columns;
    std::vector<ColumnMapping> defaults;  // field, default_text, match: on creation only
    std::string currency;  // for all money without one: "defaults": {"currency": "USD"}
    std::vector<std::string> match;
};

Result<Mapping> parse_mapping(std::string_view json_text);
std::string to_json(const Mapping& mapping);  // read again by parse_mapping()

// A part of a template: a text, or what stands in a cell.
struct TemplatePart {
    std::string text;
    std::optional<std::size_t> cell;
};

struct BoundColumn {
    ColumnMapping how;
    std::size_t cell = 0;  // position in the row
    std::vector<TemplatePart> parts;
    const schema::Field* field = nullptr;
    const schema::ManyLink* many = nullptr;
    const schema::Object* target = nullptr;       // of a link that is looked up
    const schema::Field* target_field = nullptr;  // compared with
    const schema::Field* mail_field = nullptr;    // and this one, where the text has an @
};

struct BoundMapping {
    const schema::Object* object = nullptr;
    std::vector<BoundColumn> columns;
    std::vector<BoundColumn> defaults;  // columns without a cell: how.default_text is their text
    std::vector<const schema::Field*> match;
    std::string currency;
};

// `match` comes from the command line and goes before the mapping's own.
Result<BoundMapping> bind_mapping(const Mapping& mapping, const std::vector<std::string>& match,
                                  const std::vector<std::string>& header,
                                  const schema::Schema& schema, const schema::Object& object);

}  // namespace clientela::importer
