// SPDX-License-Identifier: Apache-2.0
// A whole store as one file, and a store made of such a file. The file holds rows, not pages: what
// was saved from SQLite can be restored into PostgreSQL and the other way round. It is text, one
// JSON value a line, compressed by gzip (docs/decisions/0028-backup.md tells the lines); `zcat`
// shows it.
//
// Left out are sessions and failed sign-ins, and what is made anew from the rest (full text).
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "db/store.h"
#include "record/content_hash.h"

namespace clientela::backup {

struct Summary {
    std::int64_t rows = 0;
    std::int64_t bytes = 0;  // of the file
    Instant made_at;
    record::ContentHash content;
};

// Writes everything that one snapshot holds, while others go on writing. The file appears under its
// name only when it is complete and on the disk; an older one of that name stays until then.
// `program` is the version that writes it; `told` hears the rows written so far.
Result<Summary> save(db::Store& store, const std::string& path, Instant now,
                     std::string_view program, const std::function<void(std::int64_t)>& told = {});

// The version of the program that wrote the file, empty for one that did not say; an error when it
// does not begin as a backup.
Result<std::string> program_of(const std::string& path);

// Fills a store that nothing was ever opened in; "backup.not_empty" otherwise. What is broken off
// leaves a store that nobody can open (see refuse_unfinished). Every table is read again and
// compared with the hash in the file.
// `finish` runs in the last transaction: for what is not in the file and has to be made anew.
Result<Summary> restore(db::Store& store, const std::string& path, const db::Work& finish = {},
                        const std::function<void(std::int64_t)>& told = {});

// Of the definitions that stand in the store: equal for a company before and after.
Result<record::ContentHash> content_of(db::Transaction& tx);

// "backup.unfinished" for a store whose restoring was broken off.
Result<void> refuse_unfinished(db::Store& store);

}  // namespace clientela::backup
