// SPDX-License-Identifier: Apache-2.0
// Brings a store to the tables that the definitions ask for. A plan is a printable list of
// statements made by comparing the layout last applied with the one wanted; the database is never
// inspected. Nothing is ever dropped but indexes: a field that leaves the definitions keeps its
// column and its id.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "db/store.h"
#include "schema/layout.h"
#include "schema/schema.h"

namespace clientela::schema {

// The order of work: tables with their keys, then placement on a cluster, then indexes.
enum class Phase { tables, placement, indexes };

struct Statement {
    Phase phase = Phase::tables;
    std::string sql;
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
    Layout layout;                      // what the store has afterwards, retired columns included

    bool empty() const { return statements.empty() && fills.empty() && refusals.empty(); }
};

// `before` is null for an empty store.
Plan plan_migration(const Layout* before, const Layout& wanted, db::Dialect dialect);

std::string to_text(const Plan& plan);  // one statement a line, for people

// Plans and applies in one transaction; gives what was done. An up-to-date store costs one small
// read.
Result<Plan> migrate(db::Store& store, const Schema& schema);

}  // namespace clientela::schema
