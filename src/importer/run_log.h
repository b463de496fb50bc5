// SPDX-License-Identifier: Apache-2.0
// What is kept of imports: import_run, one line per import with its receipt, and import_row, one
// line per row that was written or failed. Plain tables beside the one door; the records themselves
// are not here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/store.h"
#include "importer/receipt.h"

namespace clientela::importer {

struct RunRow {
    std::int64_t row = 0;  // negative: a link's target made on the way to row -row
    std::string outcome;   // created, updated, failed
    std::uint16_t object_id = 0;
    Id record;
    std::int64_t version = 0;  // after the write
    std::string code;
    std::string message;  // failed: JSON of field, value, key and arguments
};

Result<void> insert_run(db::Transaction& tx, const Receipt& receipt, const std::string& mapping,
                        Id user);
Result<void> update_run(db::Transaction& tx, const Receipt& receipt);
Result<void> update_rows_done(db::Transaction& tx, Id import, std::int64_t rows);
Result<void> mark_undone(db::Transaction& tx, Id import, Instant at);
Result<void> insert_rows(db::Transaction& tx, Id import, const std::vector<RunRow>& rows);

struct KeptRun {
    Receipt receipt;
    bool undone = false;
};
Result<std::optional<KeptRun>> find_run(db::Transaction& tx, Id import);
// Of one person, or of everybody when `created_by` is 0.
Result<std::vector<Receipt>> newest_runs(db::Transaction& tx, Id created_by, int limit);

// Written rows below row number `before`, from the last to the first.
Result<std::vector<RunRow>> written_rows(db::Transaction& tx, Id import, std::int64_t before,
                                         int limit);

}  // namespace clientela::importer
