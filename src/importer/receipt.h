// SPDX-License-Identifier: Apache-2.0
// What an import did, to the last row: rows = created + updated + unchanged + skipped + failed,
// always. Messages stay keys until somebody reads them, because the reader decides the language.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/message.h"
#include "base/result.h"
#include "base/time.h"
#include "importer/column_form.h"
#include "job/job.h"

namespace clientela::importer {

struct RowError {
    std::int64_t row = 0;  // as a spreadsheet counts: the header is 1
    std::string field;
    std::string value;  // text of the cell, cut at 200 bytes
    std::string code;
    Message message;
};

using Counts = job::Counts;

inline constexpr std::size_t kErrorsKept = 10'000;  // in a receipt; the job keeps them all

struct Receipt {
    Id id;
    Id undoes;  // set: this is the receipt of an undo
    std::string object;
    std::string file_name;
    std::string state = "running";  // of the job, or undone
    bool dry_run = false;
    Instant started_at;
    std::optional<Instant> finished_at;
    Counts counts;
    std::int64_t targets_created = 0;  // records made because a link's text met none
    std::int64_t errors_left_off = 0;
    std::int64_t rows_left_off = 0;  // of a dry run
    std::int64_t short_end = 0;      // the last row, if the file may have been cut off in it
    std::int64_t short_rows = 0;     // whose missing cells left a field of a record as it was
    std::int64_t short_first = 0;    // the first of them
    std::vector<RowError> errors;    // by row
    std::vector<ColumnForm> forms;   // how numbers and dates were read where no mapping says it

    std::vector<RowError> notes() const;  // rows that were taken, but are worth a look
};

// For people and interfaces: texts in their language. CHECKs that the counts add up.
std::string to_json(const Receipt& receipt, Language language);

}  // namespace clientela::importer
