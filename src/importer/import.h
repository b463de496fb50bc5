// SPDX-License-Identifier: Apache-2.0
// Imports of files, for the command line and the API: plain functions over a store. Every row goes
// through record::save_batch like any other change, under the same rules and rights, with the
// origin "import:ID" in the change log, by which an import can be taken back.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "access/principal.h"
#include "base/id.h"
#include "base/time.h"
#include "db/store.h"
#include "importer/mapping.h"
#include "importer/receipt.h"
#include "importer/table.h"
#include "record/record.h"
#include "record/rules.h"

namespace clientela::importer {

// Where an import happens and for whom.
struct ImportHost {
    db::Store& store;
    std::shared_ptr<const schema::Schema> schema;
    const record::Rules& rules;
    const record::Company& company;
    const access::Principal& principal;
    IdSource& ids;
    const Clock& clock;
};

struct ImportOptions {
    std::string object;  // entity set
    std::filesystem::path file;
    std::string file_name;  // as the person knows it; empty: that of `file`
    TableOptions table;
    Mapping mapping;
    std::vector<std::string> match;  // goes before the mapping's own
    bool dry_run = false;            // same path, rolled back, same receipt
    int rows_per_transaction = 500;  // at most; fewer when they take longer than 50 ms
    Id id;                           // of the run, when the caller wants to know it beforehand
};

// Shared with whoever watches; both may be used from another thread.
struct Progress {
    std::function<void(const Counts&)> on_rows;  // after every committed transaction
    std::atomic<bool> cancelled{false};          // stops before the next transaction
};

// An Error means that nothing changed: file, mapping or object are wrong. Rows that fail are
// counted in the receipt and leave nothing behind.
Result<Receipt> run_import(const ImportHost& host, const ImportOptions& options,
                           Progress& progress);

// Takes one import back: created records go to the bin, updated ones get their old values, unless
// somebody changed them since; those are failed rows of the returned receipt (code changed_since).
Result<Receipt> undo_import(const ImportHost& host, Id import, Progress& progress);

// The kept receipts, newest first, of one person or (0) of everybody; and one of them.
Result<std::vector<Receipt>> list_imports(const ImportHost& host, Id created_by, int limit);
Result<Receipt> find_import(const ImportHost& host, Id import);

}  // namespace clientela::importer
