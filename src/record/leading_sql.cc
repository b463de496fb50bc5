// SPDX-License-Identifier: Apache-2.0
#include "record/leading_sql.h"

#include <type_traits>

#include "record/conditions.h"
#include "record/shares.h"
#include "record/table_sql.h"

namespace clientela::record {
namespace {

struct Part {
    db::Sql sql;
    bool indexable = false;
    std::int64_t rows = kNarrowRows;
};

std::string written(const db::Bind& bind) {
    return std::visit(
        [](const auto& value) -> std::string {
            using T = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<T, std::monostate>)
                return "null";
            else if constexpr (std::is_same_v<T, std::string>)
                return std::to_string(value.size()) + ":" + value;
            else if constexpr (std::is_same_v<T, Date>)
                return to_string(value);
            else if constexpr (std::is_same_v<T, Instant>)
                return std::to_string(value.ms);
            else
                return std::to_string(value);
        },
        bind);
}

Result<std::int64_t> count_rows(Context& context, const schema::Object& object,
                                const db::Sql& condition) {
    db::Sql sql{"select count(*) from (select 1 from " + schema::quoted(object.singular) +
                    " t where " + condition.text + " limit " + std::to_string(kNarrowRows) + ") c",
                condition.args};
    std::string key = sql.text;
    for (const db::Bind& bind : sql.args)
        key += "|" + written(bind);
    if (context.shares != nullptr) {
        if (const auto known = context.shares->find_rows(key, context.now)) return *known;
    }
    std::int64_t rows = 0;
    TRY(context.tx.query(sql, [&](const db::Row& row) { rows = row.integer(0); }));
    if (context.shares != nullptr) context.shares->remember_rows(key, rows, context.now);
    return rows;
}

// The planner believes what likelihood() says, and uses no index for what is only asked "is true".
std::string led(const Part& part, bool leads) {
    if (leads) return "likelihood(" + part.sql.text + ", 0.0001)";
    return part.indexable ? "((" + part.sql.text + ") is true)" : part.sql.text;
}

}  // namespace

Result<Leading> leading_condition(Context& context, const Query& query) {
    const filter::CompileOptions options = compile_options(context);
    if (context.tx.dialect() == db::Dialect::postgres)
        return Leading{TRY(filter::compile(query.filter, options)), false};
    std::vector<Part> parts;
    const Part* narrowest = nullptr;
    for (const filter::Filter& conjunct : filter::conjuncts(query.filter))
        parts.push_back({TRY(filter::compile(conjunct, options)), filter::is_indexable(conjunct)});
    for (Part& part : parts) {
        if (!part.indexable) continue;
        part.rows = TRY(count_rows(context, *query.object, part.sql));
        if (part.rows < (narrowest == nullptr ? kNarrowRows : narrowest->rows)) narrowest = &part;
    }
    Leading leading;
    leading.narrow = narrowest != nullptr;
    for (Part& part : parts) {
        leading.condition.text.append(leading.condition.text.empty() ? "" : " and ")
            .append(led(part, &part == narrowest));
        leading.condition.args.insert(leading.condition.args.end(), part.sql.args.begin(),
                                      part.sql.args.end());
    }
    return leading;
}

}  // namespace clientela::record
