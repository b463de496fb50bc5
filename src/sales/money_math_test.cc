// SPDX-License-Identifier: Apache-2.0
#include "sales/money_math.h"

#include <gtest/gtest.h>

#include "sales/person_name.h"
#include "sales/stage_rule.h"

namespace clientela::sales {
namespace {

TEST(LineAmount, is_exact_and_rounded_once) {
    EXPECT_EQ(line_amount({3000, 3}, {100000, 4}, {0, 2}, 2), 3000);  // 3 x 10.0000
    EXPECT_EQ(line_amount({1000, 3}, {333333, 4}, {0, 2}, 2), 3333);  // 33.3333
    EXPECT_EQ(line_amount({1000, 3}, {100050, 4}, {0, 2}, 2), 1001);  // 10.005 away from zero
    EXPECT_EQ(line_amount({-1000, 3}, {100050, 4}, {0, 2}, 2), -1001);
    EXPECT_EQ(line_amount({2000, 3}, {495000, 4}, {1250, 2}, 2), 8663);  // 99 less 12.5 % is 86.625
}

TEST(LineAmount, follows_the_decimals_of_the_currency) {
    EXPECT_EQ(line_amount({1000, 3}, {1005000, 4}, {0, 2}, 0), 101);  // yen
    EXPECT_EQ(line_amount({1000, 3}, {1234, 4}, {0, 2}, 3), 123);     // dinar
    EXPECT_EQ(line_amount({1, 0}, {5, 0}, {0, 0}, 3), 5000);
}

TEST(LineAmount, refuses_what_does_not_fit) {
    EXPECT_EQ(line_amount({INT64_MAX, 0}, {INT64_MAX, 0}, {0, 2}, 2), std::nullopt);
    EXPECT_EQ(line_amount({INT64_MAX, 0}, {2, 0}, {0, 2}, 2), std::nullopt);
}

TEST(WeightedAmount, rounds_half_away_from_zero) {
    EXPECT_EQ(weighted_amount(1001, 50), 501);
    EXPECT_EQ(weighted_amount(-1001, 50), -501);
    EXPECT_EQ(weighted_amount(INT64_MAX, 100), INT64_MAX);
}

TEST(SplitName, gives_given_name_and_two_surnames) {
    EXPECT_EQ(split_name("Ana"), (PersonName{"Ana", "", ""}));
    EXPECT_EQ(split_name("Ana Ruiz"), (PersonName{"Ana", "Ruiz", ""}));
    EXPECT_EQ(split_name("Ana  Ruiz Gil"), (PersonName{"Ana", "Ruiz", "Gil"}));
    EXPECT_EQ(split_name("María José Ruiz Gil"), (PersonName{"María José", "Ruiz", "Gil"}));
}

TEST(RequiredFields, passes_over_what_is_no_list_of_names) {
    EXPECT_EQ(required_fields(R"(["amount","expected_close_on"])"),
              (std::vector<std::string>{"amount", "expected_close_on"}));
    EXPECT_TRUE(required_fields(R"({"amount":true})").empty());
    EXPECT_TRUE(required_fields("").empty());
}

}  // namespace
}  // namespace clientela::sales
