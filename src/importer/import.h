// SPDX-License-Identifier: Apache-2.0
// Imports of files as jobs. Every row goes through record::save_batch like any other change, under
// the same rules and rights; the job's origin in the change log is what an undo goes by.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "access/principal.h"
#include "importer/mapping.h"
#include "importer/receipt.h"
#include "importer/table.h"
#include "job/runner.h"

namespace clientela::importer {

struct ImportOptions {
    std::string object;  // entity set
    std::filesystem::path file;
    std::string file_name;  // as the person knows it; empty: that of `file`
    TableOptions table;
    Mapping mapping;
    std::vector<std::string> match;  // goes before the mapping's own
    bool dry_run = false;            // same path, rolled back batch by batch, same receipt
};

// Looks at object, rights, file and mapping first: an Error means that nothing was begun. The job
// works on a copy of the file.
Result<job::Job> start_import(api::Application& application, job::Runner& runner,
                              const access::Principal& principal, const ImportOptions& options);
// The same without putting the job into the queue.
Result<job::Order> order_import(api::Application& application, const job::Runner& runner,
                                const access::Principal& principal, const ImportOptions& options);

job::Kind import_kind();

// A dry run looks at so many rows; the receipt says how many it left off.
inline constexpr std::int64_t kDryRowsMax = 500'000;

// What a job of the kind import did, or one that undoes it; with so many of its errors.
Result<Receipt> receipt_of(db::Transaction& tx, const job::Job& job,
                           std::size_t errors = kErrorsKept);

}  // namespace clientela::importer
