// SPDX-License-Identifier: Apache-2.0
// A plan as both stores mean it: which tables are read in which way, and whether anything is
// sorted.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "db/store.h"
#include "schema/layout.h"
#include "tests/plans/listening_store.h"

namespace clientela::plans {

struct Plan {
    std::string statement;
    std::string text;
    bool sorts = false;
    // What running it took: SQLite's steps, of which a row takes some dozens; PostgreSQL's rows,
    // those that were met and left out among them.
    std::int64_t cost = 0;

    // How a table is read: names of indexes, "key" for the primary key, "words" for full text,
    // "all" for all of its rows, one after the other.
    std::set<std::string> ways(const std::string& table) const;

    std::set<std::pair<std::string, std::string>> accesses;  // table, way
};

Plan read_plan(const schema::StoreLayout& layout, db::Dialect dialect, const Explained& explained);

}  // namespace clientela::plans
