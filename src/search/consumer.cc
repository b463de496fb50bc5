// SPDX-License-Identifier: Apache-2.0
// Each record of a batch is looked at once, as it stands: binned ones leave the index.
#include <map>
#include <memory>
#include <set>

#include "schema/custom.h"
#include "search/index.h"

namespace clientela::search {
namespace {

Result<job::Writing> prepare_batch(const std::shared_ptr<const schema::Schema>& schema,
                                   db::Transaction& tx, const job::Entries& entries) {
    std::map<std::uint16_t, std::set<Id>> touched;
    for (const change::Entry& entry : entries) {
        if (entry.record) touched[entry.object_id].insert(entry.record);
    }
    auto batches = std::make_shared<std::vector<Batch>>();
    for (const auto& [object_id, ids] : touched) {
        const schema::Object* object = schema->find_by_id(object_id);
        // Records of an object that this server does not know yet wait until it does.
        if (object == nullptr && TRY(schema::document_version(tx)) > schema->custom_version)
            return make_error(ErrorCode::unavailable, "db.unavailable");
        if (object == nullptr || searchable_fields(*object).empty()) continue;
        batches->push_back(TRY(read_documents(tx, *object, {ids.begin(), ids.end()})));
    }
    if (batches->empty()) return job::Writing{};
    return job::Writing{[batches, schema](db::Transaction& writer) -> Result<void> {
        for (const Batch& batch : *batches)
            TRY(write_documents(writer, batch));
        return {};
    }};
}

}  // namespace

job::Consumer consumer(std::function<std::shared_ptr<const schema::Schema>()> definitions) {
    return {kConsumer, [definitions = std::move(definitions)](db::Transaction& tx,
                                                              const job::Entries& entries) {
                return prepare_batch(definitions(), tx, entries);
            }};
}

}  // namespace clientela::search
