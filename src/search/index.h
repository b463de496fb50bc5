// SPDX-License-Identifier: Apache-2.0
// The tables of full text, one per searchable object (search_SINGULAR), and the words met so far
// (search_word), from which typing errors are corrected. They are a projection of the records: kept
// by a consumer of the change log, and made anew from zero at any moment.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "change/log.h"
#include "db/store.h"
#include "job/loop.h"
#include "schema/schema.h"
#include "search/document.h"
#include "verify/verify.h"

namespace clientela::search {

inline constexpr const char* kConsumer = "search";

// Makes the tables that are missing. When the searchable fields have changed, the index is emptied
// and its consumer begins anew. One small read when nothing is to do.
Result<void> prepare(db::Store& store, const schema::Schema& schema);

// Definitions change while the server runs. In the transaction of the change: makes missing tables,
// so that nobody meets an object without, and notes the objects that have to be read anew.
Result<void> make_room(db::Transaction& tx, const schema::Schema& schema,
                       const std::vector<std::string>& objects);
// Afterwards: reads the noted objects anew, without touching the rest. The consumer goes on
// meanwhile. What a crash leaves is read by prepare().
Result<void> read_noted(db::Store& store, const schema::Schema& schema);

// Keeps the index: add it to the job loop. It asks for the definitions anew at each batch.
job::Consumer consumer(std::function<std::shared_ptr<const schema::Schema>()> definitions);

// Empties the index and fills it from the records; meanwhile the consumer goes on.
Result<void> rebuild(db::Store& store, const schema::Schema& schema);

// Afterwards prepare() makes everything anew: for a store whose tables came without the index.
Result<void> forget(db::Transaction& tx);

// Whether objects are noted that read_noted() has not read yet.
Result<bool> is_to_be_read_anew(db::Transaction& tx);

// The index against the records.
Result<void> look_at_index(verify::Examination& examination);

std::string index_table(const schema::Object& object);  // search_account

// What index and consumer are made of.
struct Batch {
    const schema::Object* object = nullptr;
    std::vector<Id> ids;              // all that are looked at
    std::vector<Document> documents;  // of those that live
};
Result<Batch> read_documents(db::Transaction& tx, const schema::Object& object,
                             std::vector<Id> ids);
Result<void> write_documents(db::Transaction& tx, const Batch& batch);

}  // namespace clientela::search
