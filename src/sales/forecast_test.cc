// SPDX-License-Identifier: Apache-2.0
// The tree that people read, from cells that a test can count by hand.
#include "sales/forecast.h"

#include <gtest/gtest.h>

namespace clientela::sales {
namespace {

const Id kContact{1};
const Id kWon{2};
const Id kLost{3};

std::vector<ForecastStage> stages() {
    return {{kContact, "Contacto", StageKind::open, 10},
            {kWon, "Ganada", StageKind::won, 100},
            {kLost, "Perdida", StageKind::lost, 0}};
}

ForecastNames names() {
    ForecastNames names;
    names.territories[Id{10}] = {Id{}, "España"};
    names.territories[Id{11}] = {Id{10}, "Sur"};
    names.teams[Id{20}] = "Empresas";
    names.owners[Id{30}] = "Lucía";
    names.owners[Id{31}] = "Andrés";
    return names;
}

ForecastCell cell(Id owner, Id stage, std::int64_t amount, std::int64_t weighted,
                  const char* month = "2026-11") {
    return {month, Id{11}, Id{20}, owner, stage, "EUR", 1, amount, weighted};
}

const ForecastNode& node(const Forecast& forecast, std::string_view label) {
    for (const ForecastNode& node : forecast.nodes) {
        if (node.label == label) return node;
    }
    ADD_FAILURE() << "no node " << label;
    return forecast.nodes.front();
}

TEST(Forecast, rolls_up_from_owner_to_team_to_every_territory_above) {
    const Forecast forecast =
        roll_up({cell(Id{30}, kWon, 500, 500), cell(Id{31}, kContact, 300, 30)}, stages(), names(),
                "EUR", true);
    for (const char* label : {"España", "Sur", "Empresas"}) {
        EXPECT_EQ(node(forecast, label).sum.won, 500) << label;
        EXPECT_EQ(node(forecast, label).sum.weighted, 30) << label;
    }
    EXPECT_EQ(node(forecast, "Lucía").sum.won, 500);
    EXPECT_EQ(node(forecast, "Lucía").sum.open, 0);
    EXPECT_EQ(node(forecast, "Andrés").sum.open, 300);
    EXPECT_EQ(node(forecast, "Sur").parent, node(forecast, "España").key);
}

TEST(Forecast, counts_lost_ones_but_adds_no_money_for_them) {
    const Forecast forecast =
        roll_up({cell(Id{30}, kLost, 900, 0)}, stages(), names(), "EUR", true);
    EXPECT_EQ(forecast.total.lost_count, 1);
    EXPECT_EQ(forecast.total.won, 0);
    EXPECT_EQ(forecast.total.open, 0);
}

TEST(Forecast, keeps_currencies_apart) {
    ForecastCell dollars = cell(Id{30}, kWon, 700, 700);
    dollars.currency = "USD";
    const Forecast forecast =
        roll_up({cell(Id{30}, kWon, 500, 500), dollars, dollars}, stages(), names(), "EUR", true);
    EXPECT_EQ(forecast.total.won, 500);
    EXPECT_EQ(forecast.currencies, (std::vector<std::string>{"USD", "EUR"}));
}

TEST(Forecast, counts_opportunities_without_an_amount_in_every_currency) {
    ForecastCell bare = cell(Id{30}, kContact, 0, 0);
    bare.currency.clear();
    const Forecast forecast =
        roll_up({cell(Id{30}, kWon, 500, 500), bare}, stages(), names(), "EUR", true);
    EXPECT_EQ(forecast.total.open_count, 1);
    EXPECT_EQ(forecast.currencies, (std::vector<std::string>{"EUR"}));
}

TEST(Forecast, lists_parents_before_children_and_the_worthiest_first) {
    const Forecast forecast = roll_up({cell(Id{30}, kWon, 100, 100), cell(Id{31}, kWon, 900, 900)},
                                      stages(), names(), "EUR", true);
    std::vector<std::string> labels;
    for (const ForecastNode& node : forecast.nodes)
        labels.push_back(node.label);
    const std::vector<std::string> expected{"España", "Sur", "Empresas", "Andrés", "Lucía"};
    EXPECT_EQ(labels, expected);
}

TEST(Forecast, leaves_undated_ones_out_of_the_months_only) {
    const Forecast forecast =
        roll_up({cell(Id{30}, kContact, 100, 10, "")}, stages(), names(), "EUR", true);
    EXPECT_TRUE(forecast.by_month.empty());
    EXPECT_EQ(forecast.total.open, 100);
}

TEST(Forecast, without_owners_ends_at_the_teams) {
    ForecastCell summed = cell(Id{}, kWon, 100, 100);
    const Forecast forecast = roll_up({summed}, stages(), names(), "EUR", false);
    EXPECT_EQ(forecast.nodes.back().kind, "team");
    EXPECT_FALSE(forecast.has_owners);
}

}  // namespace
}  // namespace clientela::sales
