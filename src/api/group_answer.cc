// SPDX-License-Identifier: Apache-2.0
// The answer of $apply. Keys with a path nest as OData says: account/name is
// {"account":{"name":..}}.
#include <algorithm>
#include <map>

#include "api/list_answer.h"
#include "base/json_writer.h"
#include "base/wide.h"
#include "record/aggregate.h"
#include "record/write_json.h"

namespace clientela::api {
namespace {

using Cells = std::vector<filter::Cell>;

// Exact and short: 10005534.00 is 10005534.
std::string number_text(std::string text) {
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string cell_text(const Value& value) {
    if (const auto* money = std::get_if<Money>(&value)) return number_text(amount_text(*money));
    if (const auto* decimal = std::get_if<Decimal>(&value)) return number_text(to_string(*decimal));
    JsonWriter writer;
    record::write_value(writer, value);
    return writer.take();
}

// Members by name, values or further members.
struct Tree {
    std::vector<std::string> order;
    std::map<std::string, Tree> inner;
    std::string text;

    Tree& at(const std::string& name) {
        if (!inner.contains(name)) order.push_back(name);
        return inner[name];
    }
    void write(JsonWriter& writer) const {
        if (order.empty()) return writer.raw(text);
        writer.begin_object();
        for (const std::string& name : order) {
            writer.key(name);
            inner.at(name).write(writer);
        }
        writer.end_object();
    }
};

void put(Tree& row, std::string_view path, std::string text) {
    Tree* place = &row;
    while (true) {
        const std::size_t slash = path.find('/');
        place = &place->at(std::string(path.substr(0, slash)));
        if (slash == std::string_view::npos) break;
        path.remove_prefix(slash + 1);
    }
    place->text = std::move(text);
}

void write_row(JsonWriter& writer, const filter::Apply& apply, const Cells& cells, bool labels) {
    Tree row;
    std::size_t place = 0;
    for (const filter::GroupKey& key : apply.keys)
        put(row, key.name, cell_text(cells[place++].value));
    for (const filter::Aggregate& aggregate : apply.aggregates) {
        const filter::Cell& cell = cells[place++];
        put(row, aggregate.alias, cell_text(cell.value));
        if (labels && !cell.currency.empty()) {
            put(row, aggregate.alias + "@clientela.currency", "\"" + cell.currency + "\"");
        }
    }
    row.write(writer);
}

struct Scaled {
    Wide value = 0;
    int scale = 0;
};

Scaled scaled(const Value& value) {
    if (const auto* money = std::get_if<Money>(&value)) {
        return {money->minor, currency_digits(money->currency).value_or(2)};
    }
    const auto& decimal = std::get<Decimal>(value);
    return {decimal.unscaled, decimal.scale};
}

// Nulls first, as in lists.
int compare(const Value& left, const Value& right) {
    if (is_null(left) || is_null(right))
        return static_cast<int>(is_null(right)) - static_cast<int>(is_null(left));
    const bool numbers =
        std::holds_alternative<Money>(left) || std::holds_alternative<Decimal>(left);
    if (!numbers || left.index() != right.index()) {
        if (const auto* text = std::get_if<std::string>(&left))
            return text->compare(std::get<std::string>(right));
        const std::string one = cell_text(left);
        const std::string other = cell_text(right);
        if (const auto* whole = std::get_if<std::int64_t>(&left)) {
            const std::int64_t second = std::get<std::int64_t>(right);
            return *whole < second ? -1 : static_cast<int>(*whole > second);
        }
        return one.compare(other);
    }
    Scaled a = scaled(left);
    Scaled b = scaled(right);
    for (; a.scale < b.scale; ++a.scale)
        a.value *= 10;
    for (; b.scale < a.scale; ++b.scale)
        b.value *= 10;
    return a.value < b.value ? -1 : static_cast<int>(a.value > b.value);
}

void sort_rows(std::vector<Cells>& rows, const GroupQuery& query) {
    std::vector<GroupOrder> order = query.order;
    // Without an order, or among equals, by the keys: the same answer every time.
    for (std::size_t key = 0; key < query.apply.keys.size(); ++key)
        order.push_back({key, false});
    std::stable_sort(rows.begin(), rows.end(), [&](const Cells& left, const Cells& right) {
        for (const GroupOrder& key : order) {
            const int sign = compare(left[key.cell].value, right[key.cell].value);
            if (sign != 0) return key.descending ? sign > 0 : sign < 0;
        }
        return false;
    });
}

}  // namespace

Result<std::string> group_answer(record::Context& context, const GroupQuery& query) {
    std::vector<Cells> rows = TRY(record::aggregate(context, query.query, query.apply));
    sort_rows(rows, query);
    const std::size_t all = rows.size();
    if (query.top && *query.top < rows.size()) rows.resize(*query.top);
    JsonWriter writer;
    writer.begin_object();
    if (query.counted) writer.member("@odata.count", static_cast<std::int64_t>(all));
    writer.key("value");
    writer.begin_array();
    for (const Cells& row : rows)
        write_row(writer, query.apply, row, query.query.labels);
    writer.end_array();
    writer.end_object();
    return writer.take();
}

}  // namespace clientela::api
