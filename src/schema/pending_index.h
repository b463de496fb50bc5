// SPDX-License-Identifier: Apache-2.0
// Indexes over rows that stand already take long: the layout says that they are there, a note in
// the store that they are still to be built. So another change of the definitions need not wait
// for them, and after a crash the next start, or the next change, builds them.
#pragma once

#include <set>
#include <string>

#include "schema/migrate.h"

namespace clientela::schema {

// An index on a table that holds rows: long work that others need not wait for.
bool is_slow(const Statement& statement);

// "create index ..." for one dialect.
std::string create_index(const Table& table, const Index& index, db::Dialect dialect);

// Notes the slow indexes of a plan behind those that are noted already; one that no layout wants
// any more is struck out.
Result<void> keep_pending(db::Transaction& tx, const Plan& plan);

// Which of what is noted is built: everything, or only what takes no longer than a moment.
enum class Build { everything, small_tables };

// Builds what is noted, one after the other, and strikes out what stands. An index that another
// server builds at this moment is left to it. Goes on behind one that fails; gives the first error.
// Ends with the retired ones that nothing waits for any more.
Result<void> build_pending(db::Store& store, Build which = Build::everything);

Result<bool> has_pending(db::Store& store);

// On PostgreSQL an index over many rows takes minutes, and exchanging one in a transaction keeps
// everybody from the table meanwhile. So the old one steps aside under another name, where it goes
// on serving, until the new one stands.
struct Exchange {
    Plan now;    // what the transaction does
    Plan later;  // what it notes as still to be built
};
Result<Exchange> exchange_behind(db::Transaction& tx, const Plan& plan);

// An index that the layout wants.
struct WantedIndex {
    std::string table;
    std::string index;
    bool operator==(const WantedIndex&) const = default;
};

// Those that the database has not, and that are not noted as still to be built: somebody dropped
// them.
Result<std::vector<WantedIndex>> missing_indexes(db::Transaction& tx);

// On PostgreSQL, those that may stand half made at this moment: noted ones, and retired ones that
// are going.
Result<std::set<std::string>> unfinished_indexes(db::Transaction& tx);

// Notes them as still to be built; says how many there were.
Result<std::size_t> note_missing(db::Store& store);

}  // namespace clientela::schema
