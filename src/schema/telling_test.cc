// SPDX-License-Identifier: Apache-2.0
#include "schema/telling.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace clientela::schema {
namespace {

using ::testing::UnorderedElementsAre;

std::vector<std::string> with(std::string_view object, std::string_view field) {
    std::vector<std::string> names;
    for (const FieldName& one : hidden_with(object, field))
        names.push_back(one.object + "." + one.field);
    return names;
}

TEST(Telling, an_amount_goes_with_its_parts_its_share_and_its_copies) {
    EXPECT_THAT(with("opportunities", "amount"),
                UnorderedElementsAre("opportunities.weighted", "stage_changes.amount",
                                     "opportunity_lines.amount", "opportunity_lines.unit_price"));
}

TEST(Telling, a_part_takes_the_sums_along_and_no_other_part) {
    EXPECT_THAT(with("opportunity_lines", "discount_percent"),
                UnorderedElementsAre("opportunity_lines.amount", "opportunities.amount",
                                     "opportunities.weighted", "stage_changes.amount"));
}

TEST(Telling, what_is_made_from_a_field_may_go_without_it) {
    EXPECT_THAT(with("opportunities", "probability"),
                UnorderedElementsAre("opportunities.weighted"));
    EXPECT_THAT(with("opportunities", "weighted"), UnorderedElementsAre());
    EXPECT_THAT(with("accounts", "name"), UnorderedElementsAre());
    EXPECT_THAT(with("c_own", "c_field"), UnorderedElementsAre());
}

}  // namespace
}  // namespace clientela::schema
