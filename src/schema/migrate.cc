// SPDX-License-Identifier: Apache-2.0
// The comparison of two layouts, and the only place where DDL is written.
#include "schema/migrate.h"

#include <algorithm>
#include <map>
#include <utility>

#include <spdlog/spdlog.h>

#include "schema/custom.h"
#include "schema/pending_index.h"
#include "schema/setting.h"
#include "schema/sort_key_fill.h"

namespace clientela::schema {
namespace {

constexpr std::string_view kLayoutSetting = "schema.layout";

std::string_view type_name(ColumnKind kind, db::Dialect dialect) {
    const bool sqlite = dialect == db::Dialect::sqlite;
    switch (kind) {
        case ColumnKind::integer: return sqlite ? "integer" : "bigint";
        case ColumnKind::text: return sqlite ? "text" : "text collate \"C\"";
        case ColumnKind::boolean: return sqlite ? "integer" : "boolean";
        case ColumnKind::date: return sqlite ? "text" : "date";
        case ColumnKind::instant: return sqlite ? "integer" : "timestamptz";
        case ColumnKind::serial: return sqlite ? "integer" : "bigserial";
    }
    return "text";
}

std::string column_list(const std::vector<std::string>& columns) {
    std::string text;
    for (const std::string& column : columns) {
        if (!text.empty()) text += ", ";
        const bool descends = column.starts_with('-');
        text += quoted(descends ? std::string_view(column).substr(1) : std::string_view(column));
        if (descends) text += " desc";
    }
    return text;
}

// In the order of lists: nulls first upwards, last downwards.
std::string nulls_first_list(const std::vector<std::string>& columns) {
    std::string text;
    for (const std::string& column : columns) {
        if (!text.empty()) text += ", ";
        text += quoted(column);
        if (!is_always_filled(column)) text += " nulls first";
    }
    return text;
}

// The only integer key column of an SQLite table is the row id itself, and then every index ends in
// it.
bool key_is_row_id(const Table& table) {
    return table.key.size() == 1 && table.find_column(table.key.front())->kind != ColumnKind::text;
}

std::string create_table(const Table& table, db::Dialect dialect) {
    const bool row_id = dialect == db::Dialect::sqlite && key_is_row_id(table);
    std::string sql = "create table " + quoted(table.name) + " (";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Column& column = table.columns[i];
        if (i > 0) sql += ", ";
        sql += quoted(column.name) + " " + std::string(type_name(column.kind, dialect));
        if (column.required) sql += " not null";
        if (row_id && column.name == table.key.front()) {
            sql += " primary key";
            if (column.kind == ColumnKind::serial) sql += " autoincrement";
        }
    }
    if (!row_id) sql += ", primary key (" + column_list(table.key) + ")";
    sql += ")";
    if (dialect == db::Dialect::sqlite) sql += row_id ? " strict" : " strict, without rowid";
    return sql;
}

class Planner {
public:
    Planner(const StoreLayout* before, const StoreLayout& wanted, db::Dialect dialect,
            const std::vector<Erased>& erased)
        : before_(before), wanted_(wanted), dialect_(dialect), erased_(erased) {}

    Plan run() {
        plan_.layout = wanted_;
        check_marks();
        for (const Table& table : wanted_.tables) {
            const Table* old = before_ != nullptr ? before_->find_table(table.name) : nullptr;
            old == nullptr ? add_table(table) : change_table(*old, table);
        }
        keep_retired();
        erase();
        std::stable_sort(plan_.statements.begin(), plan_.statements.end(),
                         [](const Statement& a, const Statement& b) { return a.phase < b.phase; });
        return std::move(plan_);
    }

private:
    void add(Phase phase, std::string sql, StatementKind kind, const std::string& table,
             const std::string& subject) {
        const bool has_rows = before_ != nullptr && before_->find_table(table) != nullptr;
        plan_.statements.push_back({phase, std::move(sql), kind, table, subject, has_rows});
    }

    void check_marks() {
        if (before_ == nullptr) return;
        std::map<std::pair<std::uint16_t, std::uint16_t>, const FieldMark*> known;
        for (const FieldMark& mark : before_->fields)
            known[{mark.object_id, mark.field_id}] = &mark;
        for (const FieldMark& mark : wanted_.fields) {
            const auto found = known.find({mark.object_id, mark.field_id});
            if (found != known.end() && found->second->name != mark.name) {
                plan_.refusals.push_back("the id " + std::to_string(mark.field_id) + " of " +
                                         mark.name + " belonged to " + found->second->name);
            }
        }
        for (const FieldMark& mark : before_->fields)
            check_name_keeps_id(mark);
    }

    void check_name_keeps_id(const FieldMark& old) {
        for (const FieldMark& mark : wanted_.fields) {
            const bool same = mark.object_id == old.object_id && mark.field_id == old.field_id;
            if (mark.name == old.name && !same) {
                plan_.refusals.push_back(mark.name + " had the id " + std::to_string(old.field_id) +
                                         " and cannot have " + std::to_string(mark.field_id));
            }
        }
    }

    void add_table(const Table& table) {
        add(Phase::tables, create_table(table, dialect_), StatementKind::create_table, table.name,
            "");
        for (const Index& index : table.indexes)
            add_index(table, index);
    }

    void add_index(const Table& table, const Index& index) {
        if (!serves(index)) return;
        add(Phase::indexes, create_index(table, index, dialect_), StatementKind::create_index,
            table.name, index.name);
    }

    bool serves(const Index& index) const {
        return dialect_ == db::Dialect::postgres || !index.only_postgres;
    }

    bool is_same(const Index& index, Index other) const {
        if (dialect_ == db::Dialect::sqlite) other.nulls_first = index.nulls_first;
        return index == other;
    }

    void change_table(const Table& old, const Table& table) {
        for (const Column& column : table.columns) {
            const Column* known = old.find_column(column.name);
            if (known == nullptr) {
                add_column(table, column);
            } else if (known->kind != column.kind) {
                plan_.refusals.push_back("the column " + table.name + "." + column.name +
                                         " cannot change its type");
            }
        }
        if (old.key != table.key) {
            plan_.refusals.push_back("the table " + table.name + " cannot change its key");
        }
        change_indexes(old, table);
    }

    void add_column(const Table& table, const Column& column) {
        if (column.required || column.kind == ColumnKind::serial) {
            plan_.refusals.push_back("the column " + table.name + "." + column.name +
                                     " would be empty in rows that stand already");
            return;
        }
        add(Phase::tables,
            "alter table " + quoted(table.name) + " add column " + quoted(column.name) + " " +
                std::string(type_name(column.kind, dialect_)),
            StatementKind::add_column, table.name, column.name);
        if (!column.sort_key_of.empty()) {
            plan_.fills.push_back({table.name, column.sort_key_of, column.name});
        }
    }

    void change_indexes(const Table& old, const Table& table) {
        const auto stands_in = [this](const std::vector<Index>& list, const Index& index) {
            return std::any_of(list.begin(), list.end(),
                               [&](const Index& other) { return is_same(index, other); });
        };
        for (const Index& index : old.indexes) {
            if (serves(index) && !stands_in(table.indexes, index)) {
                add(Phase::tables, "drop index if exists " + quoted(index.name),
                    StatementKind::drop_index, table.name, index.name);
            }
        }
        for (const Index& index : table.indexes) {
            if (!stands_in(old.indexes, index)) add_index(table, index);
        }
    }

    // What left the definitions stays in the store and is remembered, so that it can come back and
    // its ids are never given away.
    void keep_retired() {
        if (before_ == nullptr) return;
        for (const Table& old : before_->tables) {
            const auto now =
                std::find_if(plan_.layout.tables.begin(), plan_.layout.tables.end(),
                             [&](const Table& table) { return table.name == old.name; });
            if (now == plan_.layout.tables.end()) {
                plan_.layout.tables.push_back(old);
                continue;
            }
            for (const Column& column : old.columns) {
                if (now->find_column(column.name) == nullptr) now->columns.push_back(column);
            }
        }
        for (const FieldMark& mark : before_->fields) {
            auto& fields = plan_.layout.fields;
            if (std::find(fields.begin(), fields.end(), mark) == fields.end())
                fields.push_back(mark);
        }
    }

    // Behind the dropping of indexes: SQLite drops no column that an index holds.
    void erase() {
        for (const Erased& erased : erased_) {
            if (erased.beside) {
                add(Phase::tables, "drop table if exists " + quoted(erased.table),
                    StatementKind::drop_table, erased.table, "");
                continue;
            }
            auto& tables = plan_.layout.tables;
            const auto table = std::find_if(tables.begin(), tables.end(),
                                            [&](const Table& t) { return t.name == erased.table; });
            if (table == tables.end()) continue;
            if (erased.column.empty()) {
                add(Phase::tables, "drop table " + quoted(erased.table), StatementKind::drop_table,
                    erased.table, "");
                tables.erase(table);
                continue;
            }
            if (std::erase_if(table->columns, [&](const Column& column) {
                    return column.name == erased.column;
                }) == 0)
                continue;
            add(Phase::tables,
                "alter table " + quoted(erased.table) + " drop column " + quoted(erased.column),
                StatementKind::drop_column, erased.table, erased.column);
        }
    }

    const StoreLayout* before_;
    const StoreLayout& wanted_;
    db::Dialect dialect_;
    const std::vector<Erased>& erased_;
    Plan plan_;
};

// Empty text: nothing was ever applied.
Result<std::string> kept_layout(db::Transaction& tx) {
    if (!TRY(has_setting_table(tx))) return std::string();
    return TRY(find_setting(tx, kLayoutSetting)).value_or("");
}

Result<void> keep_layout(db::Transaction& tx, const StoreLayout& layout) {
    return set_setting(tx, kLayoutSetting, to_json(layout));
}

// An index of this name that the layout does not have may stand all the same: of a build that came
// to its end after the index was given up.
Result<void> drop_stray(db::Transaction& tx, const Statement& statement) {
    if (statement.kind != StatementKind::create_index || !statement.has_rows) return {};
    TRY(tx.execute({"drop index if exists " + quoted(statement.subject), {}}));
    return {};
}

Result<void> run_phase(db::Transaction& tx, const Plan& plan, Phase phase) {
    for (const Statement& statement : plan.statements) {
        if (statement.phase != phase) continue;
        TRY(drop_stray(tx, statement));
        TRY(tx.execute({statement.sql, {}}));
    }
    return {};
}

Result<void> apply(db::Transaction& tx, const Plan& wanted) {
    const auto [plan, later] = TRY(exchange_behind(tx, wanted));
    if (tx.dialect() == db::Dialect::postgres)
        TRY(tx.execute({"set local lock_timeout = '2s'", {}}));
    TRY(run_phase(tx, plan, Phase::tables));
    for (const SortKeyFill& fill : plan.fills)
        TRY(fill_sort_keys(tx, fill));
    TRY(run_phase(tx, plan, Phase::indexes));
    for (const Statement& statement : later.statements)
        TRY(drop_stray(tx, statement));
    TRY(keep_pending(tx, later));  // and strikes out what the layout does not have any more
    return keep_layout(tx, plan.layout);
}

Result<Plan> plan_for(const std::string& kept, const StoreLayout& wanted, db::Dialect dialect) {
    if (kept.empty()) return plan_migration(nullptr, wanted, dialect);
    const StoreLayout before = TRY(parse_layout(kept));
    return plan_migration(&before, wanted, dialect);
}

Error refused(const Plan& plan) {
    std::string reasons;
    for (const std::string& refusal : plan.refusals) {
        if (!reasons.empty()) reasons += "\n";
        reasons += refusal;
    }
    Error error = make_error(ErrorCode::internal, "schema.refused", {{"reasons", reasons}});
    error.detail = std::move(reasons);
    return error;
}

}  // namespace

std::string create_index(const Table& table, const Index& index, db::Dialect dialect) {
    std::vector<std::string> columns = index.columns;
    if (dialect == db::Dialect::sqlite && key_is_row_id(table) && columns.size() > 1 &&
        columns.back() == table.key.front()) {
        columns.pop_back();
    }
    std::string list = column_list(columns);
    if (dialect == db::Dialect::postgres && index.nulls_first) list = nulls_first_list(columns);
    std::string sql =
        "create index " + quoted(index.name) + " on " + quoted(table.name) + " (" + list + ")";
    if (!index.only_set.empty()) sql += " where " + quoted(index.only_set) + " is not null";
    return sql;
}

Plan plan_migration(const StoreLayout* before, const StoreLayout& wanted, db::Dialect dialect,
                    const std::vector<Erased>& erased) {
    return Planner(before, wanted, dialect, erased).run();
}

Result<std::optional<StoreLayout>> find_layout(db::Transaction& tx) {
    const std::string kept = TRY(kept_layout(tx));
    std::optional<StoreLayout> layout;
    if (!kept.empty()) layout = TRY(parse_layout(kept));
    return layout;
}

Result<void> apply_plan(db::Transaction& tx, const Plan& plan) {
    if (!plan.refusals.empty()) return refused(plan);
    if (tx.dialect() == db::Dialect::postgres)
        TRY(tx.execute({"set local lock_timeout = '2s'", {}}));
    for (const Statement& statement : plan.statements) {
        TRY(drop_stray(tx, statement));
        if (!is_slow(statement)) TRY(tx.execute({statement.sql, {}}));
    }
    TRY(keep_more_fills(tx, plan));
    TRY(keep_pending(tx, plan));
    return keep_layout(tx, plan.layout);
}

Result<void> finish_plan(db::Store& store, const Plan& plan) {
    Result<void> filled = run_fills(store, plan.fills);
    Result<void> built = build_pending(store);
    return filled.ok() ? built : filled;
}

Result<Plan> migrate(db::Store& store, const Schema& schema) {
    const StoreLayout wanted = layout_of(schema);
    std::string kept;
    const db::Work read_kept = [&](db::Transaction& tx) -> Result<void> {
        kept = TRY(kept_layout(tx));
        return {};
    };
    TRY(run_fills(store, {}));
    // Without an index everything works, only slower: no reason not to start, nor to wait for one.
    if (const Result<void> built = build_pending(store, Build::small_tables); !built.ok())
        spdlog::error("an index was not built: {}", built.error().detail);
    TRY(store.read(read_kept));
    if (kept == to_json(wanted)) return Plan{{}, {}, {}, wanted};
    Plan plan = TRY(plan_for(kept, wanted, store.dialect()));
    if (plan.empty() && kept == to_json(plan.layout)) return plan;
    const db::Work plan_and_apply = [&](db::Transaction& tx) -> Result<void> {
        if (TRY(find_document(tx)).version != schema.custom_version)
            return make_error(ErrorCode::conflict, std::string(kDefinitionsChanged));
        kept = TRY(kept_layout(tx));  // again: another server may have migrated meanwhile
        plan = TRY(plan_for(kept, wanted, tx.dialect()));
        if (!plan.refusals.empty()) return refused(plan);
        return apply(tx, plan);
    };
    TRY(store.migrate(plan_and_apply));
    return plan;
}

}  // namespace clientela::schema
