// SPDX-License-Identifier: Apache-2.0
// The list itself: the stage first, because weighted amounts need its probability.
#include "sales/rules.h"

#include "sales/forecast.h"

namespace clientela::sales {

void add_rules(record::Rules& rules) {
    rules.add("opportunities", settle_stage);
    rules.add("opportunities", settle_amount);
    rules.add_consequence("opportunities", write_stage_change);
    rules.add_projection("opportunities", keep_forecast);
    rules.add("opportunity_lines", settle_line);
    rules.add_removal("opportunity_lines", hold_sum_of_line);
    rules.add_consequence("opportunity_lines", sum_up_lines);
    rules.add("opportunity_members", limit_splits);
    rules.add("holdings", settle_holding);
    rules.add("leads", settle_lead);
    rules.add_consequence("pipelines", keep_one_default);
}

}  // namespace clientela::sales
