// SPDX-License-Identifier: Apache-2.0
// Every entry into a stage leaves a row: from where, to where, when, by whom, after how many days.
#include "record/on_behalf.h"
#include "record/save.h"
#include "sales/rules.h"
#include "sales/sales_sql.h"

namespace clientela::sales {

namespace {

// The stage that was left; none when it lies in the bin, which no new record may name.
Result<Value> stage_left(record::Context& context, const record::Record& before) {
    const Value& left = before.at("stage_id");
    const auto* id = std::get_if<Id>(&left);
    if (id == nullptr) return Value{};
    const auto stage = TRY(find_stage(context.tx, *id));
    return stage && !stage->binned ? left : Value{};
}

}  // namespace

Result<void> write_stage_change(record::Context& context, const record::Record* before,
                                const record::Record& after) {
    const Value& stage = after.at("stage_id");
    if (before != nullptr && before->at("stage_id") == stage) return {};
    const schema::Object& changes = context.schema.get("stage_changes");
    const Instant since = std::get<Instant>(after.at("stage_since"));
    record::Draft draft;
    draft.operation = record::Operation::create;
    draft.set(changes.field("opportunity_id"), after.id());
    draft.set(changes.field("to_stage_id"), stage);
    draft.set(changes.field("kind"), after.at("status"));
    draft.set(changes.field("changed_at"), since);
    draft.set(changes.field("amount"), after.at("amount"));
    if (context.principal.user) draft.set(changes.field("user_id"), context.principal.user);
    if (before != nullptr) {
        draft.set(changes.field("from_stage_id"), TRY(stage_left(context, *before)));
        const auto* entered = std::get_if<Instant>(&before->at("stage_since"));
        const std::int64_t days = entered == nullptr ? 0 : (since.ms - entered->ms) / kDayMs;
        draft.set(changes.field("days_in_stage"), std::max<std::int64_t>(0, days));
    }
    record::OnBehalf behalf(context, "stage history");
    TRY(record::save(behalf.context(), changes, draft));
    return {};
}

}  // namespace clientela::sales
