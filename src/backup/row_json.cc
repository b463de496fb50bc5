// SPDX-License-Identifier: Apache-2.0
#include "backup/row_json.h"

#include <boost/json.hpp>

namespace clientela::backup {
namespace {

namespace json = boost::json;
using schema::ColumnKind;

void write_cell(JsonWriter& writer, ColumnKind kind, const db::Row& row, int column) {
    if (row.is_null(column)) return writer.null();
    switch (kind) {
        case ColumnKind::integer:
        case ColumnKind::serial: return writer.integer(row.integer(column));
        case ColumnKind::text: return writer.string(row.text(column));
        case ColumnKind::boolean: return writer.boolean(row.boolean(column));
        case ColumnKind::date: return writer.string(to_string(row.date(column)));
        case ColumnKind::instant: return writer.integer(row.instant(column).ms);
    }
}

std::optional<db::Bind> read_cell(ColumnKind kind, const json::value& cell) {
    if (cell.is_null()) return db::Bind{};
    switch (kind) {
        case ColumnKind::integer:
        case ColumnKind::serial:
            if (cell.is_int64()) return db::Bind{cell.get_int64()};
            break;
        case ColumnKind::text:
            if (cell.is_string()) return db::Bind{std::string(cell.get_string())};
            break;
        case ColumnKind::boolean:
            if (cell.is_bool()) return db::Bind{cell.get_bool()};
            break;
        case ColumnKind::date:
            if (cell.is_string()) {
                const auto day = parse_date(cell.get_string());
                if (day) return db::Bind{*day};
            }
            break;
        case ColumnKind::instant:
            if (cell.is_int64()) return db::Bind{Instant{cell.get_int64()}};
            break;
    }
    return std::nullopt;
}

}  // namespace

void write_row(JsonWriter& writer, const schema::Table& table, const db::Row& row,
               std::string_view zero) {
    writer.begin_array();
    int column = 0;
    for (const schema::Column& of : table.columns) {
        if (of.name == zero) {
            writer.integer(0);
        } else {
            write_cell(writer, of.kind, row, column);
        }
        ++column;
    }
    writer.end_array();
}

Result<void> read_row(std::string_view line, const schema::Table& table,
                      std::vector<db::Bind>& values) {
    boost::system::error_code failed;
    const json::value parsed = json::parse(line, failed);
    const Error broken =
        make_error(ErrorCode::invalid, "backup.broken_line", {{"table", table.name}});
    if (failed || !parsed.is_array() || parsed.get_array().size() != table.columns.size())
        return broken;
    for (std::size_t place = 0; place < table.columns.size(); ++place) {
        std::optional<db::Bind> value =
            read_cell(table.columns[place].kind, parsed.get_array()[place]);
        if (!value) return broken;
        values.push_back(std::move(*value));
    }
    return {};
}

}  // namespace clientela::backup
