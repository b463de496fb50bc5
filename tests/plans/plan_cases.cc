// SPDX-License-Identifier: Apache-2.0
#include "tests/plans/plan_cases.h"

#include <algorithm>
#include <set>
#include <sstream>

namespace clientela::plans {
namespace {

std::vector<std::string> parts_of(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) {
        if (!part.empty()) parts.push_back(part);
    }
    return parts;
}

std::string joined(const std::set<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text.empty() ? "nothing" : text;
}

// Takes one of the alternatives out of `read`; false: none is there.
bool take(std::set<std::string>& read, const std::string& alternatives) {
    bool found = false;
    for (const std::string& way : parts_of(alternatives, '|'))
        found = read.erase(way) > 0 || found;
    return found;
}

std::string what_of(const PlanCase& one) {
    return std::string(one.shape) + ", " + name_of(one.seer) + ": " + one.target;
}

const std::string& ways_of(const SkewedCompany& company, const PlanCase& one) {
    const bool other = company.dialect() == db::Dialect::postgres && !one.on_postgres.empty();
    return other ? one.on_postgres : one.ways;
}

}  // namespace

std::string own_ways(const std::string& table) {
    return "ix_" + table + "_owner_id_updated_at_id ix_" + table +
           "_originator_id_updated_at_id key";
}

std::string managers_ways(const std::string& table) {
    return own_ways(table) + " ix_" + table + "_team_id_updated_at_id ix_" + table +
           "_territory_id_updated_at_id";
}

void expect_ways(const std::vector<Plan>& plans, const std::string& table, const std::string& ways,
                 const std::string& what) {
    std::set<std::string> read;
    std::string told;
    for (const Plan& plan : plans) {
        const std::set<std::string> here = plan.ways(table);
        if (here.empty()) continue;
        read.insert(here.begin(), here.end());
        told += plan.statement + "\n" + plan.text;
    }
    std::set<std::string> left = read;
    bool all = true;
    for (const std::string& wanted : parts_of(ways, ' ')) {
        if (wanted.front() == '?') {
            left.erase(wanted.substr(1));
        } else {
            all = take(left, wanted) && all;
        }
    }
    EXPECT_TRUE(all && left.empty()) << what << "\n  reads " << table << " by " << joined(read)
                                     << "\n  instead of " << ways << "\n"
                                     << told;
}

void expect_no_sort(const std::vector<Plan>& plans, const std::string& table,
                    const std::string& what) {
    for (const Plan& plan : plans) {
        if (plan.ways(table).empty()) continue;
        EXPECT_FALSE(plan.sorts) << what << "\n" << plan.statement << "\n" << plan.text;
    }
}

void expect_first_pages(SkewedCompany& company, const std::vector<PlanCase>& cases) {
    for (const PlanCase& one : cases) {
        expect_ways(company.get(one.seer, "/api/v1/" + one.target), one.table,
                    ways_of(company, one), what_of(one));
    }
}

void expect_next_pages(SkewedCompany& company, const std::vector<PlanCase>& cases) {
    for (const PlanCase& one : cases) {
        expect_ways(company.get_next(one.seer, "/api/v1/" + one.target), one.table,
                    ways_of(company, one), "next page, " + what_of(one));
    }
}

void on_usual_statistics(db::Dialect dialect, const std::function<void(SkewedCompany&)>& expect) {
    SkewedCompany& company = SkewedCompany::of(dialect);
    if (dialect == db::Dialect::sqlite) company.set(Statistics::none);
    expect(company);
}

void on_both_statistics(db::Dialect dialect, const std::function<void(SkewedCompany&)>& expect) {
    SkewedCompany& company = SkewedCompany::of(dialect);
    if (dialect == db::Dialect::sqlite) {
        const ::testing::ScopedTrace trace(__FILE__, __LINE__, "without statistics");
        company.set(Statistics::none);
        expect(company);
    }
    const ::testing::ScopedTrace trace(__FILE__, __LINE__, "with statistics");
    if (dialect == db::Dialect::sqlite) company.set(Statistics::taken);
    expect(company);
}

}  // namespace clientela::plans
