// SPDX-License-Identifier: Apache-2.0
// Binning a record bins what belongs to it (rows whose sight follows it) as one group; restoring it
// brings back exactly that group.
#include "record/on_behalf.h"
#include "record/save.h"
#include "record/save_steps.h"

namespace clientela::record {
namespace {

// Living children, or those of the same bin group.
Result<std::vector<Id>> children(Context& context, const schema::Object& child,
                                 const std::string& via, const Proposal& proposal) {
    db::Sql sql{"select id from " + schema::quoted(child.singular) + " where " + via + " = ?",
                {proposal.after.id().value}};
    if (proposal.operation == Operation::remove) {
        sql.text.append(" and deleted_at is null");
    } else {
        sql.text.append(" and deleted_group_id = ?");
        sql.args.emplace_back(std::get<std::int64_t>(proposal.before->at("deleted_group_id")));
    }
    std::vector<Id> ids;
    TRY(context.tx.query(sql, [&](const db::Row& row) { ids.push_back(Id{row.integer(0)}); }));
    return ids;
}

}  // namespace

Result<void> carry_to_children(Context& context, const Proposal& proposal) {
    if (proposal.operation != Operation::remove && proposal.operation != Operation::restore)
        return {};
    OnBehalf system(context, "children of a binned record");
    for (const schema::Object& child : context.schema.objects) {
        if (child.sight.kind != schema::SightKind::follows) continue;
        for (const std::string& via : child.sight.follow_links) {
            if (child.field(via).target != proposal.object.name) continue;
            for (const Id id : TRY(children(context, child, via, proposal))) {
                Draft draft;
                draft.operation = proposal.operation;
                draft.id = id;
                if (proposal.operation == Operation::remove) {
                    draft.set(child.field("deleted_group_id"),
                              proposal.after.at("deleted_group_id"));
                }
                TRY(save(system.context(), child, draft));
            }
        }
    }
    return {};
}

}  // namespace clientela::record
