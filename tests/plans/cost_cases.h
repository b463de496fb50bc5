// SPDX-License-Identifier: Apache-2.0
// A plan names its index and not how much of it is read: the first column alone of three may mean
// half of the table, and a test along an order may go on to its end. So these cases say how many
// rows an answer may meet, counted by the store and never by the clock.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/plans/plan_cases.h"
#include "tests/plans/skewed_rows.h"

namespace clientela::plans {

struct CostCase {
    const char* shape;  // for people
    Seer seer;
    std::string target;  // behind /api/v1/
    // In all statements of the answer: rows on PostgreSQL; SQLite's steps, of which a row with its
    // columns and the tests of sight takes a hundred and fifty. Nearly twice what was counted.
    std::int64_t rows;
    std::int64_t on_postgres = 0;  // where it differs; 0: ten looks a row
};

// PostgreSQL counts what each test of sight meets as a row of its own.
inline constexpr std::int64_t kLooksPerRow = 10;

// PostgreSQL reads a table of sixteen thousand rows at once where it has more than some dozen keys
// to look up in it: so many tables.
constexpr std::int64_t whole_tables(std::int64_t number) { return number * (kRows + kRows / 4); }

// What the statements met, those alone that hold `part` where one is given.
std::int64_t cost_of(const std::vector<Plan>& plans, const std::string& part = {});

// At most so many rows, and on SQLite no large table read from end to end.
void expect_cost(const std::vector<Plan>& plans, db::Dialect dialect, std::int64_t rows,
                 const std::string& what);
void expect_costs(SkewedCompany& company, const std::vector<CostCase>& cases);
void expect_costs_of_next_pages(SkewedCompany& company, const std::vector<CostCase>& cases);

}  // namespace clientela::plans
