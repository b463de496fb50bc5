// SPDX-License-Identifier: Apache-2.0
// Brings a store to the tables that the definitions ask for. A plan is a printable list of
// statements made by comparing the layout last applied with the one wanted; the database is never
// inspected. Nothing is dropped but indexes, and what an administrator erases in so many words: a
// field that leaves the definitions keeps its column and its id.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/store.h"
#include "schema/layout.h"
#include "schema/schema.h"

namespace clientela::schema {

// The order of work: tables with their keys, then indexes.
enum class Phase { tables, indexes };

enum class StatementKind {
    create_table,
    add_column,
    create_index,
    drop_index,
    drop_column,
    drop_table
};

struct Statement {
    Phase phase = Phase::tables;
    std::string sql;
    StatementKind kind = StatementKind::create_table;
    std::string table;
    std::string subject;    // the column or the index
    bool has_rows = false;  // the table stood before
    bool operator==(const Statement&) const = default;
};

// A new sort key over rows that stand already: the texts are read, their keys written.
struct SortKeyFill {
    std::string table;
    std::string column;
    std::string sort_column;
    bool operator==(const SortKeyFill&) const = default;
};

struct Plan {
    std::vector<Statement> statements;
    std::vector<SortKeyFill> fills;     // after the tables, before the indexes
    std::vector<std::string> refusals;  // why it cannot be done; then nothing is
    StoreLayout layout;                 // what the store has afterwards, retired columns included

    bool empty() const { return statements.empty() && fills.empty() && refusals.empty(); }
};

// What is erased for good: a column with all its values, or (without a column) a table.
struct Erased {
    std::string table;
    std::string column;
    bool beside = false;  // a table that no layout knows, made by a feature for itself
};

// `before` is null for an empty store.
Plan plan_migration(const StoreLayout* before, const StoreLayout& wanted, db::Dialect dialect,
                    const std::vector<Erased>& erased = {});

// The layout last applied; nothing for an empty store.
Result<std::optional<StoreLayout>> find_layout(db::Transaction& tx);

// Everything of the plan but indexes and sort keys on tables that hold rows: those may take long
// and are left to finish_plan(). Together with what the caller writes in the same transaction.
Result<void> apply_plan(db::Transaction& tx, const Plan& plan);

// What apply_plan() left, also of earlier plans: sort keys in small batches, indexes without
// stopping who writes (PostgreSQL; SQLite's one writer waits). One that fails does not stop the
// others; the first error is given. After a crash in between, migrate() does the rest, and so does
// the next finish_plan().
Result<void> finish_plan(db::Store& store, const Plan& plan);

// Plans and applies in one transaction; gives what was done. An up-to-date store costs a few small
// reads. The error kDefinitionsChanged: the company's definitions are not those of `schema`,
// somebody changed them since they were read; nothing was done.
inline constexpr std::string_view kDefinitionsChanged = "schema.definitions_changed";
Result<Plan> migrate(db::Store& store, const Schema& schema);

}  // namespace clientela::schema
