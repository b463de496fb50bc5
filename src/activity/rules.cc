// SPDX-License-Identifier: Apache-2.0
// An activity happens when it is done, else when it begins, else when it is due, else when it was
// written down. Its links carry that moment, so that a timeline is one range of an index.
#include "activity/rules.h"

#include "activity/activity_sql.h"
#include "record/hold.h"
#include "record/on_behalf.h"
#include "record/read.h"
#include "record/save.h"

namespace clientela::activity {

namespace {

using record::Proposal;

std::string text_of(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

Value happened_at(const record::Record& activity, Instant now) {
    for (const char* moment : {"done_at", "starts_at", "due_at", "created_at"}) {
        if (!is_null(activity.at(moment))) return activity.at(moment);
    }
    return now;
}

Result<void> demand_owner_or_link(record::Context& context, const Proposal& activity) {
    if (activity.before == nullptr || !is_null(activity.at("owner_id"))) return {};
    if (is_null(activity.before->at("owner_id"))) return {};
    const auto links = TRY(links_of(context.tx, activity.after.id()));
    return links.empty() ? Result<void>(field_error("owner_id", "owner_or_record"))
                         : Result<void>();
}

}  // namespace

Result<void> settle_activity(record::Context& context, Proposal& activity) {
    if (activity.before == nullptr && text_of(activity.at("kind")) == "note") {
        activity.set("status", std::string("done"));
    }
    const bool done = text_of(activity.at("status")) == "done";
    if (done && is_null(activity.at("done_at"))) activity.set("done_at", context.now);
    if (!done) activity.set("done_at", {});
    const auto* starts = std::get_if<Instant>(&activity.at("starts_at"));
    const auto* ends = std::get_if<Instant>(&activity.at("ends_at"));
    if (ends != nullptr && starts == nullptr) return field_error("starts_at", "start_of_end");
    if (ends != nullptr && *ends < *starts) return field_error("ends_at", "ends_before_start");
    activity.set("happened_at", happened_at(activity.after, context.now));
    return demand_owner_or_link(context, activity);
}

Result<void> settle_activity_link(record::Context& context, Proposal& link) {
    const schema::Object* object = context.schema.find(text_of(link.at("object")));
    if (object == nullptr || !(object->timeline || object->name == "users")) {
        return field_error("object", "no_timeline");
    }
    if (const auto* record = std::get_if<Id>(&link.at("record_id"));
        record != nullptr && link.operation == record::Operation::create) {
        const auto found = record::get(context, *object, *record);
        if (!found.ok()) return field_error("record_id", "link_not_found");
    }
    const auto* activity = std::get_if<Id>(&link.at("activity_id"));
    if (activity == nullptr) return {};  // validation says that it is required
    const Regarding regarding = TRY(find_regarding(context.tx, *activity));
    if (regarding.happened_at) link.set("happened_at", *regarding.happened_at);
    return {};
}

Result<void> keep_links_in_step(record::Context& context, const record::Record* before,
                                const record::Record& after) {
    const Value& moment = after.at("happened_at");
    if (before == nullptr || before->at("happened_at") == moment) return {};
    record::OnBehalf behalf(context, "links follow their activity");
    const schema::Object& links = context.schema.get("activity_links");
    for (const Id id : TRY(links_of(context.tx, after.id()))) {
        record::Draft draft;
        draft.operation = record::Operation::update;
        draft.id = id;
        draft.set(links.field("happened_at"), moment);
        TRY(record::save(behalf.context(), links, draft));
    }
    return {};
}

Result<void> refuse_to_orphan(record::Context& context, const record::Record*,
                              const record::Record& after) {
    if (is_null(after.at("deleted_at"))) return {};
    const Id activity = std::get<Id>(after.at("activity_id"));
    // Two who take away the last two links must not rely on each other's.
    TRY(record::hold(context, context.schema.get("activities"), activity));
    const Regarding regarding = TRY(find_regarding(context.tx, activity));
    if (!regarding.living || regarding.owner) return {};
    const auto links = TRY(links_of(context.tx, activity));
    return links.empty() ? Result<void>(field_error("activity_id", "owner_or_record"))
                         : Result<void>();
}

void add_rules(record::Rules& rules) {
    rules.add("activities", settle_activity);
    rules.add_consequence("activities", keep_links_in_step);
    rules.add("activity_links", settle_activity_link);
    rules.add_consequence("activity_links", refuse_to_orphan);
}

}  // namespace clientela::activity
