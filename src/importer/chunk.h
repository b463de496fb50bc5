// SPDX-License-Identifier: Apache-2.0
// The rows of one transaction: resolves their links, finds the records they mean, saves them, and
// says what became of each. May run again from the start when the store retries the transaction.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "importer/indexes.h"
#include "importer/receipt.h"
#include "importer/rehearsal.h"
#include "importer/row.h"
#include "record/save.h"

namespace clientela::importer {

struct ChunkResult {
    Counts counts;
    std::vector<RowError> errors;
    std::vector<std::size_t>
        held;  // positions of rows that wait for a record standing later in the file
    std::int64_t targets_created = 0;
    std::int64_t short_rows = 0;   // that met a record and left a field of it as it was
    std::int64_t short_first = 0;  // the first of them
};

enum class Waiting { allowed, over };  // over: what is not there now will not come any more

class Chunk {
public:
    // With a rehearsal the caller rolls everything back afterwards.
    Chunk(record::Context& context, const BoundMapping& mapping, Indexes& indexes,
          Rehearsal* rehearsal = nullptr)
        : context_(context), mapping_(mapping), indexes_(indexes), rehearsal_(rehearsal) {}

    // An Error is no matter of a row: the store failed, and the transaction with it.
    Result<ChunkResult> run(std::span<const ParsedRow> rows, Waiting waiting);

private:
    enum class Step { ready, hold, fail, skip, flush_first };
    using Named = std::vector<std::pair<const schema::Field*, Value>>;
    struct Pending {
        const ParsedRow* row = nullptr;
        record::Draft draft;
        std::string match_key;
    };

    Result<Step> look_at(const ParsedRow& row, Waiting waiting, Pending& pending);
    Result<Step> resolve(const ParsedRow& row, Waiting waiting, Pending& pending);
    Result<Step> resolve_links(const ParsedRow& row, Waiting waiting, record::Draft& draft,
                               Named& creation);
    Result<Step> resolve_link(const PendingLink& link, Waiting waiting, std::vector<Id>& ids);
    Result<Step> target_missing(const PendingLink& link, const std::string& text,
                                std::vector<Id>& ids);
    Step find_record(const ParsedRow& row, Pending& pending);
    void wait_for_flush(Pending pending);
    Result<void> find_other_faults(const Pending& pending);
    bool has_fault(std::string_view field) const;
    Result<void> flush();
    Result<void> save_pending(const std::vector<record::Draft>& drafts);
    Result<void> note_saved(const Pending& pending, const record::Saved& saved);
    void note_failed(const ParsedRow& row, const std::vector<FieldError>& errors);

    record::Context& context_;
    const BoundMapping& mapping_;
    Indexes& indexes_;
    Rehearsal* rehearsal_;
    std::vector<Pending> pending_;
    std::unordered_set<std::string> pending_keys_;  // slot number, then key
    std::vector<FieldError> faults_;                // of the row being resolved
    ChunkResult result_;
};

}  // namespace clientela::importer
