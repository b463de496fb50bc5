// SPDX-License-Identifier: Apache-2.0
// The reading part finds pipeline and stage; the deciding part is apply_stage().
#include "sales/stage_rule.h"

#include <boost/json.hpp>

#include "base/field_errors.h"
#include "change/origin.h"
#include "sales/money_math.h"
#include "sales/rules.h"

namespace clientela::sales {

namespace {

using record::Proposal;

bool enters_stage(const Proposal& opportunity) {
    return opportunity.before == nullptr || opportunity.changes("stage_id");
}

// On creation a probability that is given counts; later one that differs from what is stored.
void settle_probability(Proposal& opportunity, const Stage& stage) {
    if (stage.kind == "won") {
        opportunity.set("probability", std::int64_t{100});
    } else if (stage.kind == "lost") {
        opportunity.set("probability", std::int64_t{0});
    } else if (is_null(opportunity.at("probability")) ||
               (enters_stage(opportunity) && !opportunity.changes("probability"))) {
        opportunity.set("probability", stage.probability);
    }
}

Result<void> settle_closing(Proposal& opportunity, const Stage& stage, Date today) {
    const Value& closed = opportunity.at("closed_on");
    if (stage.kind != "open") {
        if (is_null(closed)) opportunity.set("closed_on", today);
        return {};
    }
    if (!is_null(closed) && opportunity.changes("closed_on")) {
        return field_error("closed_on", "only_when_closed");
    }
    opportunity.set("closed_on", {});
    return {};
}

// When the stage was entered: now, except for history that states its own days.
Instant entered_at(const Proposal& opportunity, const StageMoment& moment) {
    if (opportunity.before != nullptr || !moment.imported) return moment.now;
    const bool closed = !is_null(opportunity.at("closed_on"));
    const auto* day = std::get_if<Date>(&opportunity.at(closed ? "closed_on" : "engaged_on"));
    if (day == nullptr || *day >= moment.today) return moment.now;
    return moment.zone.start_of_day(*day);
}

Result<void> demand_fields(const Proposal& opportunity, const Stage& stage, bool imported) {
    FieldErrors errors;
    const auto demand = [&](std::string field) {
        errors.add(std::move(field), "required_in_stage", {{"stage", stage.name}});
    };
    bool reason_named = false;
    for (const std::string& name : required_fields(stage.required_fields)) {
        const schema::Field* field = opportunity.object.find_field(name);
        if (field == nullptr) continue;
        reason_named = reason_named || name == "loss_reason_id";
        if (is_null(opportunity.after[*field])) demand(name);
    }
    if (stage.kind == "lost" && !imported && !reason_named &&
        is_null(opportunity.at("loss_reason_id"))) {
        demand("loss_reason_id");
    }
    return errors.take();
}

}  // namespace

std::vector<std::string> required_fields(const std::string& json) {
    std::vector<std::string> names;
    if (json.empty()) return names;
    boost::system::error_code code;
    const boost::json::value value = boost::json::parse(json, code);
    if (code || !value.is_array()) return names;
    for (const boost::json::value& name : value.get_array()) {
        if (name.is_string()) names.emplace_back(name.get_string());
    }
    return names;
}

Result<void> apply_stage(Proposal& opportunity, const Stage& stage, const StageMoment& moment) {
    const bool enters = enters_stage(opportunity);
    opportunity.set("status", stage.kind);
    settle_probability(opportunity, stage);
    TRY(settle_closing(opportunity, stage, moment.today));
    if (enters) {
        opportunity.set("stage_since", entered_at(opportunity, moment));
        if (stage.kind != "lost") {
            opportunity.set("loss_reason_id", {});
            opportunity.set("loss_note", {});
        }
        TRY(demand_fields(opportunity, stage, moment.imported));
    }
    return {};
}

void apply_weight(Proposal& opportunity) {
    const auto* amount = std::get_if<Money>(&opportunity.at("amount"));
    const auto* probability = std::get_if<std::int64_t>(&opportunity.at("probability"));
    if (amount == nullptr || probability == nullptr) {
        opportunity.set("weighted", {});
        return;
    }
    opportunity.set("weighted",
                    Money{weighted_amount(amount->minor, *probability), amount->currency});
}

Result<void> settle_stage(record::Context& context, Proposal& opportunity) {
    const auto* given_stage = std::get_if<Id>(&opportunity.at("stage_id"));
    const auto* given_pipeline = std::get_if<Id>(&opportunity.at("pipeline_id"));
    const bool changed_pipeline = opportunity.before != nullptr &&
                                  opportunity.changes("pipeline_id") &&
                                  !opportunity.changes("stage_id");
    std::optional<Stage> stage;
    if (given_stage != nullptr && !changed_pipeline) {
        stage = TRY(find_stage(context.tx, *given_stage));
        // What stands in a stage that went to the bin stays there until somebody moves it.
        if (!stage || (stage->binned && enters_stage(opportunity)))
            return field_error("stage_id", "link_not_found");
        if (given_pipeline == nullptr) opportunity.set("pipeline_id", stage->pipeline);
        if (given_pipeline != nullptr && *given_pipeline != stage->pipeline) {
            return field_error("stage_id", "stage_of_other_pipeline");
        }
    } else {
        const Id pipeline =
            given_pipeline != nullptr ? *given_pipeline : TRY(default_pipeline(context.tx));
        if (!pipeline) return field_error("pipeline_id", "no_pipeline");
        stage = TRY(first_open_stage(context.tx, pipeline));
        if (!stage) return field_error("stage_id", "no_open_stage");
        opportunity.set("pipeline_id", pipeline);
        opportunity.set("stage_id", stage->id);
    }
    return apply_stage(
        opportunity, *stage,
        {context.now, context.today, context.company.zone, change::is_history(context.origin)});
}

}  // namespace clientela::sales
