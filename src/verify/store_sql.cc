// SPDX-License-Identifier: Apache-2.0
// The database below: whether its file is whole, and whether every table of the definitions is
// there, with its indexes.
#include <map>
#include <set>

#include "schema/migrate.h"
#include "schema/pending_index.h"
#include "verify/verify.h"

namespace clientela::verify {
namespace {

// `there` are the tables of the database: the indexes of one that is missing miss with it.
Result<void> look_at_indexes(Examination& examination, const schema::StoreLayout& layout,
                             const std::map<std::string, std::set<std::string>>& there) {
    for (const schema::Table& table : layout.tables)
        examination.looked_at(static_cast<std::int64_t>(table.indexes.size()));
    for (const schema::WantedIndex& index : TRY(schema::missing_indexes(examination.tx))) {
        if (!there.contains(index.table)) continue;
        examination.found({}, {},
                          {"verify.no_index", {{"name", index.index}, {"table", index.table}}});
    }
    return {};
}

}  // namespace

// SQLite reads every page and compares every index with its table. PostgreSQL has no such question
// without an extension; there indexes that a crash left unfinished are named, but for those that
// the store itself has noted as still to be built: of these the outcome tells how many.
Result<void> look_at_store(Examination& examination) {
    if (examination.tx.dialect() == db::Dialect::postgres) {
        const std::set<std::string> unfinished = TRY(schema::unfinished_indexes(examination.tx));
        std::int64_t pending = 0;
        TRY(examination.tx.query(
            {"select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = "
             "i.indexrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = "
             "current_schema()",
             {}},
            [&](const db::Row& row) {
                examination.looked_at();
                if (row.boolean(1)) return;
                if (unfinished.contains(std::string(row.text(0)))) {
                    ++pending;
                    return;
                }
                examination.found({}, {},
                                  {"verify.broken_index", {{"name", std::string(row.text(0))}}});
            }));
        if (pending > 0 && examination.outcome.found == 0)
            examination.leave_out({"verify.indexes_pending", {{"count", std::to_string(pending)}}});
        return {};
    }
    return examination.tx.query({"pragma integrity_check(100)", {}}, [&](const db::Row& row) {
        examination.looked_at();
        if (row.text(0) == "ok") return;
        examination.found({}, {}, {"verify.broken_file", {{"reason", std::string(row.text(0))}}});
    });
}

Result<void> look_at_tables(Examination& examination) {
    const std::optional<schema::StoreLayout> layout = TRY(schema::find_layout(examination.tx));
    if (!layout) {
        examination.found({}, {}, {"verify.no_layout", {}});
        return {};
    }
    std::map<std::string, std::set<std::string>> there;
    const bool postgres = examination.tx.dialect() == db::Dialect::postgres;
    TRY(examination.tx.query(
        {postgres ? "select table_name, column_name from information_schema.columns where "
                    "table_schema = current_schema()"
                  : "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c "
                    "where m.type = 'table'",
         {}},
        [&](const db::Row& row) {
            there[std::string(row.text(0))].insert(std::string(row.text(1)));
        }));
    for (const schema::Table& table : layout->tables) {
        for (const schema::Column& column : table.columns) {
            examination.looked_at();
            const auto found = there.find(table.name);
            if (found != there.end() && found->second.contains(column.name)) continue;
            examination.found({}, {},
                              {"verify.no_column", {{"name", table.name + "." + column.name}}});
        }
    }
    const schema::StoreLayout wanted = schema::layout_of(examination.schema);
    for (const schema::Table& table : wanted.tables) {
        const schema::Table* kept = layout->find_table(table.name);
        for (const schema::Column& column : table.columns) {
            if (kept != nullptr && kept->find_column(column.name) != nullptr) continue;
            examination.found({}, {},
                              {"verify.no_column", {{"name", table.name + "." + column.name}}});
        }
    }
    return look_at_indexes(examination, *layout, there);
}

}  // namespace clientela::verify
