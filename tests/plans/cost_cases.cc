// SPDX-License-Identifier: Apache-2.0
#include "tests/plans/cost_cases.h"

#include <array>

namespace clientela::plans {
namespace {

constexpr std::int64_t kStepsPerRow = 150;

// Of these nobody may read all. Others have few rows, or are listed by id, which is a walk along
// the table itself.
constexpr std::array kLarge{
    "account",   "account_classification", "contact", "opportunity", "stage_change", "lead",
    "activity",  "notification",           "view",    "job",         "delegation",   "session",
    "clock_told"};

std::string dearest_of(const std::vector<Plan>& plans) {
    const Plan* dearest = nullptr;
    for (const Plan& plan : plans) {
        if (dearest == nullptr || plan.cost > dearest->cost) dearest = &plan;
    }
    if (dearest == nullptr) return "nothing was asked";
    return std::to_string(dearest->cost) + " of them by\n" + dearest->statement + "\n" +
           dearest->text;
}

std::string what_of(const CostCase& one) {
    return std::string(one.shape) + ", " + name_of(one.seer) + ": " + one.target;
}

std::int64_t most_of(const SkewedCompany& company, const CostCase& one) {
    if (company.dialect() == db::Dialect::sqlite) return one.rows;
    return one.on_postgres > 0 ? one.on_postgres : one.rows * kLooksPerRow;
}

}  // namespace

std::int64_t cost_of(const std::vector<Plan>& plans, const std::string& part) {
    std::int64_t cost = 0;
    for (const Plan& plan : plans) {
        if (plan.statement.find(part) != std::string::npos) cost += plan.cost;
    }
    return cost;
}

void expect_cost(const std::vector<Plan>& plans, db::Dialect dialect, std::int64_t rows,
                 const std::string& what) {
    const bool sqlite = dialect == db::Dialect::sqlite;
    const std::int64_t cost = cost_of(plans);
    EXPECT_GT(cost, 0) << what << "\n  asks nothing";
    EXPECT_LE(cost, sqlite ? rows * kStepsPerRow : rows)
        << what << "\n  takes too many " << (sqlite ? "steps, " : "rows, ") << dearest_of(plans);
    if (!sqlite) return;
    for (const Plan& plan : plans) {
        if (plan.cost < kRows) continue;  // a scan that ends at once, or never begins
        for (const char* table : kLarge) {
            EXPECT_FALSE(plan.ways(table).contains("all"))
                << what << "\n  reads all of " << table << "\n"
                << plan.statement << "\n"
                << plan.text;
        }
    }
}

void expect_costs(SkewedCompany& company, const std::vector<CostCase>& cases) {
    for (const CostCase& one : cases) {
        expect_cost(company.get(one.seer, "/api/v1/" + one.target), company.dialect(),
                    most_of(company, one), what_of(one));
    }
}

void expect_costs_of_next_pages(SkewedCompany& company, const std::vector<CostCase>& cases) {
    for (const CostCase& one : cases) {
        expect_cost(company.get_next(one.seer, "/api/v1/" + one.target), company.dialect(),
                    most_of(company, one), "next page, " + what_of(one));
    }
}

}  // namespace clientela::plans
