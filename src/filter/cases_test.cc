// SPDX-License-Identifier: Apache-2.0
// The shared table of cases: every evaluator has to agree with it, the one in memory and both
// stores.

#include <algorithm>

#include <gtest/gtest.h>

#include "filter/filter.h"
#include "filter/node.h"
#include "tests/filter_evaluate.h"
#include "tests/filter_fixture.h"
#include "tests/filter_source.h"
#include "tests/same_tree.h"
#include "tests/store_fixture.h"

namespace clientela::filter {
namespace {

Filter bound_case(const FilterCase& one) {
    const FilterCases& cases = filter_cases();
    auto made = parse_and_bind(one.filter, cases.schema, cases.schema.get("accounts"));
    EXPECT_TRUE(is_ok(made)) << one.filter;
    return made.ok() ? *made : Filter{};
}

TEST(FilterCases, evaluator_agrees_with_the_table) {
    for (const FilterCase& one : filter_cases().cases) {
        EXPECT_EQ(evaluated_matches(bound_case(one), one.zone), one.match) << one.filter;
    }
}

TEST(FilterCases, text_of_a_tree_reads_back_as_the_same_tree) {
    for (const FilterCase& one : filter_cases().cases) {
        const auto first = parse(one.filter);
        ASSERT_OK(first);
        const auto second = parse(to_text(**first));
        ASSERT_OK(second);
        EXPECT_TRUE(same_tree(**first, **second)) << one.filter << "\n" << to_text(**first);
    }
}

STORE_TEST(FilterCases, store_agrees_with_the_table) {
    auto& store = fresh_store();
    ASSERT_OK(store.migrate([](db::Transaction& tx) { return create_filter_tables(tx); }));
    for (const FilterCase& one : filter_cases().cases) {
        for (const bool never_null : {false, true}) {
            const auto found = selected_matches(store, bound_case(one), one.zone, never_null);
            EXPECT_OK(found) << one.filter;
            if (!found.ok()) continue;
            EXPECT_EQ(*found, one.match) << one.filter;
        }
    }
}

}  // namespace
}  // namespace clientela::filter
