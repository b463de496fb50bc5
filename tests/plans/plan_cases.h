// SPDX-License-Identifier: Apache-2.0
// Tables of cases: who asks for what, which table decides what the answer costs, and the indexes by
// which that table has to be read, no more and no fewer.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/plans/skewed_company.h"

namespace clientela::plans {

inline const char* const kSales = "opportunity";
inline const char* const kNewest = "ix_opportunity_updated_at_id";

struct PlanCase {
    const char* shape;  // for people
    Seer seer;
    std::string target;  // behind /api/v1/
    const char* table;   // that decides
    // Names of indexes, "key", "words", "all", with blanks between; "a|b" is either of them, "?a"
    // may be there.
    std::string ways;
    std::string on_postgres = {};  // where it may differ; empty: the same
};

// The ways of several branches of sight, as src/access/visibility.h has them.
std::string own_ways(const std::string& table);       // owner, originator, members and grants
std::string managers_ways(const std::string& table);  // and team and territories

void expect_ways(const std::vector<Plan>& plans, const std::string& table, const std::string& ways,
                 const std::string& what);
void expect_first_pages(SkewedCompany& company, const std::vector<PlanCase>& cases);
void expect_next_pages(SkewedCompany& company, const std::vector<PlanCase>& cases);

// Runs `expect` as a store is: SQLite keeps no statistics.
void on_usual_statistics(db::Dialect dialect, const std::function<void(SkewedCompany&)>& expect);
// Runs `expect` with and without statistics where the store can be without.
void on_both_statistics(db::Dialect dialect, const std::function<void(SkewedCompany&)>& expect);

// None of them sorts: for pages that walk along an index.
void expect_no_sort(const std::vector<Plan>& plans, const std::string& table,
                    const std::string& what);

}  // namespace clientela::plans
