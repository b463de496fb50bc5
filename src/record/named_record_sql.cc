// SPDX-License-Identifier: Apache-2.0
// What a notice is about is asked of the store, because the reader may have left it out of $select.
#include "record/named_record.h"

#include <map>
#include <string>
#include <vector>

#include "record/visible.h"

namespace clientela::record {
namespace {

struct Named {
    std::vector<Id> ids;
    std::vector<Record*> records;
};

Result<std::map<std::string, Named>> named_by(Context& context, const schema::Object& object,
                                              std::span<Record* const> records) {
    std::map<std::int64_t, Record*> by_id;
    db::Sql sql{"select t.id, t.object, t.record_id from " + schema::quoted(object.singular) +
                    " t where t.record_id is not null and t.id in (",
                {}};
    for (Record* record : records) {
        by_id[record->id().value] = record;
        sql.text.append(sql.text.back() == '(' ? "?" : ", ?");
        sql.args.emplace_back(record->id().value);
    }
    sql.text.append(")");
    std::map<std::string, Named> named;
    TRY(context.tx.query(sql, [&](const db::Row& row) {
        Named& one = named[std::string(row.text(1))];
        one.ids.push_back(Id{row.integer(2)});
        one.records.push_back(by_id[row.integer(0)]);
    }));
    return named;
}

void empty(Record& record) {
    for (const char* name : {"title", "record_id"}) {
        const schema::Field* field = record.object->find_field(name);
        if (field != nullptr) record.values[static_cast<std::size_t>(field->index)] = Value{};
    }
}

}  // namespace

Result<void> hide_names(Context& context, const schema::Object& object,
                        std::span<Record* const> records) {
    if (object.name != "notifications" || records.empty() ||
        context.principal.kind == access::Principal::Kind::system)
        return {};
    for (const auto& [name, named] : TRY(named_by(context, object, records))) {
        // The sentence about a job or a delegation is the notice's own, not the title of a record.
        if (name == "jobs" || name == "delegations") continue;
        const schema::Object* target = context.schema.find(name);
        std::unordered_set<std::int64_t> seen;
        if (target != nullptr &&
            context.principal.breadth(name, access::Action::read) != access::Breadth::none)
            seen = TRY(living_visible_ids(context, *target, named.ids));
        for (std::size_t i = 0; i < named.ids.size(); ++i) {
            if (!seen.contains(named.ids[i].value)) empty(*named.records[i]);
        }
    }
    return {};
}

}  // namespace clientela::record
