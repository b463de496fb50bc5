// SPDX-License-Identifier: Apache-2.0
// From a query to statements: conditions, order, keyset segments and the two shapes of visibility.
// Pure functions over plain data; private to src/record.
#pragma once

#include <vector>

#include "access/gather.h"
#include "record/cursor.h"
#include "record/read.h"

namespace clientela::record {

// How a page is fetched: walk along the sort index testing each row, gather the best rows of each
// branch of visibility and merge them, or find the few rows that one condition gives and sort them.
enum class Shape { walk, gather, find };

// Disjoint conditions which, run one after the other, give everything behind `place` in sort order;
// each can use an index. Without a place: one empty condition.
std::vector<db::Sql> segments_after(const Query& query, const PagePlace* place);

struct Conditions {
    db::Sql common;  // living or binned, filter, restriction: "1=1 and (...)"
    std::vector<access::BranchCondition> branches;  // one per way to see a row; for gather only
    db::Sql visible;                                // walk: empty text means every row
};

// select FIELDS, SORT KEYS, id ... limit
db::Sql page_statement(const Query& query, const Conditions& conditions, const db::Sql& segment,
                       Shape shape, int limit, db::Dialect dialect);

// SQL expression of one sort key under alias t.
db::Sql key_expression(const SortKey& key);

// The object's default sort, for queries that name none.
std::vector<SortKey> default_sort(const schema::Object& object);

// A condition that is tested on rows and leads to none: no index is taken for it.
db::Sql tested(db::Sql condition);
// SQLite only: a condition whose index is taken, whatever statistics may say of other values.
db::Sql leading(db::Sql condition);

// What an order is made of: columns, in whose index a planner may walk; the same, kept from it on
// SQLite, which would rather read a whole index in order than sort a handful of rows; or the
// columns k0, k1 ... of a page p.
enum class OrderBy { columns, sorted_columns, page };

// Appends " order by ..." with the id last.
void append_order(db::Sql& sql, const Query& query, db::Dialect dialect,
                  OrderBy by = OrderBy::columns);

// Reads the value of a sort key as it must be bound again.
db::Bind read_key(const SortKey& key, const db::Row& row, int column);

}  // namespace clientela::record
