// SPDX-License-Identifier: Apache-2.0
// At most one pipeline is the default: making one the default takes it from the one that was.
#include "record/on_behalf.h"
#include "record/read.h"
#include "record/save.h"
#include "sales/rules.h"

namespace clientela::sales {

Result<void> keep_one_default(record::Context& context, const record::Record* before,
                              const record::Record& after) {
    const auto is_default = [](const record::Record& pipeline) {
        const auto* flag = std::get_if<bool>(&pipeline.at("is_default"));
        return flag != nullptr && *flag;
    };
    if (!is_default(after) || (before != nullptr && is_default(*before))) return {};
    record::OnBehalf system(context, "one default pipeline");
    record::Query query;
    query.object = after.object;
    query.filter = TRY(filter::parse_and_bind("is_default eq true", context.schema, *after.object));
    query.page_size = record::kPageSizeMax;
    for (const record::Row& row : TRY(record::list(system.context(), query)).rows) {
        if (row.record.id() == after.id()) continue;
        record::Draft draft;
        draft.operation = record::Operation::update;
        draft.id = row.record.id();
        draft.set(after.object->field("is_default"), false);
        TRY(record::save(system.context(), *after.object, draft));
    }
    return {};
}

}  // namespace clientela::sales
