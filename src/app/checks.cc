// SPDX-License-Identifier: Apache-2.0
#include "app/checks.h"

#include "sales/forecast.h"
#include "search/index.h"

namespace clientela::app {

const std::vector<verify::Check>& all_checks() {
    static const std::vector<verify::Check> checks{
        {"store", verify::look_at_store},   {"tables", verify::look_at_tables},
        {"log", verify::look_at_log},       {"links", verify::look_at_links},
        {"trees", verify::look_at_trees},   {"claims", verify::look_at_claims},
        {"scopes", verify::look_at_scopes}, {"jobs", verify::look_at_jobs},
        {"places", verify::look_at_places}, {"forecast", sales::look_at_forecast},
        {"search", search::look_at_index},
    };
    return checks;
}

}  // namespace clientela::app
