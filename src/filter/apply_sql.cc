// SPDX-License-Identifier: Apache-2.0
// $apply as SQL, and its rows back as values. An average is selected as sum and count and divided
// here, because the two stores divide differently. Beside every aggregate of money stand the first
// and the last currency it met: when they differ, the row is refused.

#include <algorithm>
#include <optional>

#include "base/wide.h"
#include "filter/apply.h"
#include "filter/compiler.h"

namespace clientela::filter {
namespace {

constexpr int kAverageDigits = 4;  // after those of the field

Binding currency_of(const Node& money) {
    Binding path = money.bound;
    path.part = Part::currency;
    return path;
}

// The stored integers of whole money, the value of anything else.
Result<Piece> operand(Compiler& compiler, const Aggregate& one) {
    if (!one.whole_money) return compiler.value(*one.expression);
    return compiler.minor_units(one.expression->bound);
}

void append_columns(std::vector<Piece>& out, const Aggregate& one, const Piece& value,
                    bool postgres) {
    const char* whole = postgres ? "cast(sum({}) as bigint)" : "sum({})";
    const bool number = one.expression->bound.type == Type::number;
    switch (one.measure) {
        case Measure::count: break;
        case Measure::sum: out.push_back(join(whole, {value})); break;
        case Measure::average:
            out.push_back(join(whole, {value}));
            out.push_back(join("count({})", {value}));
            break;
        case Measure::min:
            out.push_back(
                join(number && postgres ? "cast(min({}) as bigint)" : "min({})", {value}));
            break;
        case Measure::max:
            out.push_back(
                join(number && postgres ? "cast(max({}) as bigint)" : "max({})", {value}));
            break;
        case Measure::countdistinct: out.push_back(join("count(distinct {})", {value})); break;
    }
}

bool checks_currency(const Aggregate& one) {
    return one.money != nullptr && one.measure != Measure::countdistinct;
}

Value read_plain(const Node& node, const db::Row& row, int column) {
    if (row.is_null(column)) return {};
    switch (node.bound.type) {
        case Type::boolean: return row.boolean(column);
        case Type::text: return std::string(row.text(column));
        case Type::date: return row.date(column);
        case Type::instant: return row.instant(column);
        case Type::id: return Id{row.integer(column)};
        default:
            if (node.bound.scale == 0) return row.integer(column);
            return Decimal{row.integer(column), node.bound.scale};
    }
}

// Half away from zero.
Decimal average_of(std::int64_t sum, std::int64_t count, int scale) {
    Wide scaled = sum;
    for (int i = 0; i < kAverageDigits; ++i)
        scaled *= 10;
    const Wide half = count / 2;
    const Wide rounded = (scaled + (scaled < 0 ? -half : half)) / count;
    return Decimal{static_cast<std::int64_t>(rounded), scale + kAverageDigits};
}

bool is_key(const std::vector<Piece>& columns, std::size_t keys, const Piece& wanted) {
    return std::any_of(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(keys),
                       [&](const Piece& key) { return key.text == wanted.text; });
}

class RowReader {
public:
    explicit RowReader(const db::Row& row) : row_(row) {}

    Cell key(const GroupKey& group) { return Cell{read_plain(*group.path, row_, next_++), ""}; }

    Result<Cell> aggregate(const Aggregate& one) {
        const bool counts = one.measure == Measure::count || one.measure == Measure::countdistinct;
        if (counts) return Cell{row_.integer(next_++), ""};
        const int value = next_;
        next_ += one.measure == Measure::average ? 2 : 1;
        std::string currency;
        if (checks_currency(one)) {
            currency = std::string(row_.text(next_));
            if (row_.text(next_ + 1) != currency) {
                Error error = make_error(ErrorCode::invalid, "filter.mixed_currencies",
                                         {{"text", to_text(*one.money)}});
                error.fields.push_back({"$apply", "mixed_currencies", error.message});
                return error;
            }
            next_ += 2;
        }
        if (row_.is_null(value)) return Cell{};
        const int scale =
            one.whole_money ? currency_digits(currency).value_or(2) : one.expression->bound.scale;
        if (one.measure == Measure::average) {
            return Cell{average_of(row_.integer(value), row_.integer(value + 1), scale), currency};
        }
        if (one.whole_money) return Cell{Money{row_.integer(value), currency}, currency};
        return Cell{read_plain(*one.expression, row_, value), currency};
    }

private:
    const db::Row& row_;
    int next_ = 0;
};

}  // namespace

Result<ApplySql> compile(const Apply& apply, const CompileOptions& options) {
    Compiler compiler(options);
    const bool postgres = options.dialect == db::Dialect::postgres;
    ApplySql out;
    std::vector<Piece> columns;
    for (const GroupKey& key : apply.keys) {
        columns.push_back(TRY(compiler.value(*key.path)));
        out.group_by += (out.group_by.empty() ? "" : ", ") + std::to_string(columns.size());
    }
    for (const Aggregate& one : apply.aggregates) {
        if (one.measure == Measure::count) {
            columns.push_back(Piece{"count(*)", {}});
            continue;
        }
        append_columns(columns, one, TRY(operand(compiler, one)), postgres);
        if (!checks_currency(one)) continue;
        const Piece currency = compiler.path_value(currency_of(*one.money));
        // Rows grouped by their currency cannot mix several: nothing to look for in each of them.
        const bool grouped = is_key(columns, apply.keys.size(), currency);
        columns.push_back(join(grouped ? "coalesce({}, '')" : "coalesce(min({}), '')", {currency}));
        columns.push_back(join(grouped ? "coalesce({}, '')" : "coalesce(max({}), '')", {currency}));
    }
    out.select = join(columns, ", ");
    return out;
}

Result<std::vector<Cell>> read_apply_row(const Apply& apply, const db::Row& row) {
    RowReader reader(row);
    std::vector<Cell> cells;
    for (const GroupKey& key : apply.keys)
        cells.push_back(reader.key(key));
    for (const Aggregate& one : apply.aggregates)
        cells.push_back(TRY(reader.aggregate(one)));
    return cells;
}

}  // namespace clientela::filter
