// SPDX-License-Identifier: Apache-2.0
// What a dry run remembers of the batches that it has rolled back, so that later rows meet what
// earlier ones would have left. Before a batch is tried, the records that it builds on are made
// again in the same transaction: those that its rows change or link to, and those that hold the
// same unique value.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "record/record.h"

namespace clientela::importer {

class Rehearsal {
public:
    void begin_batch() { made_.clear(); }
    // Makes again what the drafts build on.
    Result<void> make_ready(record::Context& context, const schema::Object& object,
                            const std::vector<record::Draft>& drafts);
    // A draft that was saved: `id` is its record's. Counts from the next batch on.
    Result<void> remember(record::Context& context, const schema::Object& object,
                          const record::Draft& draft, Id id);
    void commit();   // the batch counts
    void discard();  // the batch is tried again

private:
    struct Step {
        std::int64_t number = 0;  // in the order in which they happened
        record::Draft draft;
        std::vector<std::string> keys;  // of its unique values
    };
    struct Past {
        const schema::Object* object = nullptr;
        std::vector<Step> steps;
    };
    void add_linked(const record::Draft& draft, std::vector<Id>& needs) const;
    void add_holders(const std::vector<std::string>& keys, std::vector<Id>& needs) const;
    Result<void> make_again(record::Context& context, std::vector<Id> needs);

    std::unordered_map<Id, Past> past_;
    std::int64_t steps_ = 0;
    std::unordered_map<std::string, std::vector<Id>> holders_;  // of unique values
    std::unordered_set<Id> made_;                               // again, in this batch
    struct Fresh {
        const schema::Object* object;
        record::Draft draft;
        std::vector<std::string> keys;
    };
    std::vector<Fresh> fresh_;
};

}  // namespace clientela::importer
