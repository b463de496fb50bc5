// SPDX-License-Identifier: Apache-2.0
// One context whose clock and author move.
#include "demo/scribe.h"

#include "record/save.h"

namespace clientela::demo {

Scribe::Scribe(const Host& host, const record::Company& company, db::Transaction& tx, IdSource& ids)
    : principal_(access::Principal::system("demonstration")),
      context_{tx,
               host.schema,
               principal_,
               company,
               host.rules,
               ids,
               host.now,
               company.zone.local(host.now).date,
               std::string(kOrigin)} {}

void Scribe::at(Instant moment, Id author) {
    principal_.user = author;
    context_.now = moment;
    context_.today = context_.company.zone.local(moment).date;
}

Result<Id> Scribe::create(std::string_view object_name, const Values& values,
                          const std::vector<Id>& classifications) {
    const schema::Object& object = context_.schema.get(object_name);
    record::Draft draft;
    for (const auto& [name, value] : values) {
        if (!is_null(value)) draft.set(object.field(name), value);
    }
    if (!classifications.empty())
        draft.links.emplace_back(&object.many_links.front(), classifications);
    return TRY(record::save(context_, object, draft)).id;
}

Result<void> Scribe::update(std::string_view object_name, Id id, const Values& values) {
    const schema::Object& object = context_.schema.get(object_name);
    record::Draft draft;
    draft.operation = record::Operation::update;
    draft.id = id;
    for (const auto& [name, value] : values)
        draft.set(object.field(name), value);
    TRY(record::save(context_, object, draft));
    return {};
}

}  // namespace clientela::demo
