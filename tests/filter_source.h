// SPDX-License-Identifier: Apache-2.0
// The records of the filter cases behind the evaluator's interface, and which accounts a filter
// finds by the evaluator and by a store.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "db/store.h"
#include "filter/filter.h"
#include "tests/filter_evaluate.h"
#include "tests/filter_fixture.h"

namespace clientela {

// Short ids of living accounts, sorted.
std::vector<std::string> evaluated_matches(const filter::Filter& filter, const std::string& zone,
                                           const FilterRecords& records = filter_cases().records);
Result<std::vector<std::string>> selected_matches(
    db::Store& store, const filter::Filter& filter, const std::string& zone,
    bool never_null = false, const FilterRecords& records = filter_cases().records);
// An id as the cases write it.
std::string short_id(Id id);

filter::CompileOptions filter_case_options(db::Dialect dialect, const std::string& zone);

}  // namespace clientela
