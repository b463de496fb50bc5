// SPDX-License-Identifier: Apache-2.0
// The forecast: opportunities rolled up by territory, team, owner and stage. Sums are kept by every
// save (forecast_cell), so that a page costs the number of its cells and never the number of
// opportunities.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "record/record.h"
#include "verify/verify.h"

namespace clientela::sales {

// One sum: opportunities that share all of these. Ids are 0 where the opportunity has none.
struct ForecastCell {
    std::string month;  // "2026-11"; empty without a date
    Id territory;
    Id team;
    Id owner;  // 0 also when owners were summed up already
    Id stage;
    std::string currency;  // empty: opportunities without an amount, counted in every currency
    std::int64_t count = 0;
    std::int64_t amount = 0;    // minor units
    std::int64_t weighted = 0;  // minor units: amount times probability
};

enum class StageKind { open, won, lost };

struct ForecastStage {
    Id id;
    std::string name;
    StageKind kind = StageKind::open;
    std::int64_t probability = 0;
};

struct ForecastSum {
    std::int64_t won = 0;
    std::int64_t won_count = 0;
    std::int64_t open = 0;
    std::int64_t open_count = 0;
    std::int64_t weighted = 0;  // of the open ones
    std::int64_t lost_count = 0;
    struct OfStage {
        std::int64_t count = 0;
        std::int64_t amount = 0;
        std::int64_t weighted = 0;
    };
    std::map<Id, OfStage> stages;

    void add(const ForecastCell& cell, StageKind kind);
};

struct ForecastNode {
    std::string key;     // path: "T:ID/M:ID/U:ID"
    std::string parent;  // key of the node above; empty at the top
    std::string kind;    // territory, team, owner
    Id id;               // 0: opportunities without one
    std::string label;
    ForecastSum sum;
};

struct Forecast {
    Id pipeline;
    std::string pipeline_name;
    std::string currency;
    std::vector<std::string> currencies;  // those that occur, most opportunities first
    std::vector<ForecastStage> stages;
    ForecastSum total;
    std::vector<ForecastNode> nodes;  // parents before children
    std::map<std::string, ForecastSum> by_month;
    bool has_owners = true;  // false: too many of them, so it ends at the teams
};

struct TreePlace {
    Id parent;
    std::string name;
};

struct ForecastNames {
    std::map<Id, TreePlace> territories;
    std::map<Id, std::string> teams;
    std::map<Id, std::string> owners;
};

// Builds tree, months and totals of one currency. Pure.
Forecast roll_up(const std::vector<ForecastCell>& cells, const std::vector<ForecastStage>& stages,
                 const ForecastNames& names, const std::string& currency, bool with_owners);

struct ForecastQuestion {
    Id pipeline;             // 0: the default one
    std::string from_month;  // "2026-10"; empty: from the beginning, with those that have no date
    std::string to_month;    // inclusive; empty: to the end
    std::string currency;    // empty: the company's if it occurs, else the most frequent
};

// What the principal of the context sees of the forecast.
Result<Forecast> load_forecast(record::Context& context, const ForecastQuestion& question);

// Consequence of every save of an opportunity.
Result<void> keep_forecast(record::Context& context, const record::Record* before,
                           const record::Record& after);

// The sums that are kept against the opportunities themselves.
Result<void> look_at_forecast(verify::Examination& examination);

// Adds all opportunities up anew; gives how many cells differed from those that were kept.
Result<std::int64_t> rebuild_forecast(record::Context& context);

}  // namespace clientela::sales
