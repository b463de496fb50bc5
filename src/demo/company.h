// SPDX-License-Identifier: Apache-2.0
// What every chapter of the demonstration refers to: who works at Albor Telecom, where, and what it
// sells. It is small whatever the number of customers, so it stays in memory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "demo/random.h"
#include "demo/scribe.h"

namespace clientela::demo {

struct Worker {
    std::string name;
    std::string email;
    std::string role;
    Id id;
};

enum Region { kSouth, kCentre, kNorth, kEast, kRegionCount };

struct Province {
    std::string_view name;
    Region region;
    std::string_view postal;    // first two digits
    std::string_view landline;  // area code
    std::vector<std::string_view> cities;
    Id territory;
};

struct Product {
    std::string_view name;
    std::size_t group = 0;
    std::int64_t cents = 0;
    bool for_companies = false;
    Id id;
};

struct Stage {
    Id id;
    std::string kind;
    std::int64_t usual_days = 0;
};

struct Desk {  // the people who look after the customers of one region
    Id territory;
    Id manager;
    std::vector<Id> sellers;
};

struct Staff {
    std::vector<Worker> workers;
    std::vector<Desk> desks;  // by Region
    std::vector<Id> household_sellers;
    std::vector<Id> agents;  // service
    Id sales_director;
    Id marketing;
    Id product_manager;
};

struct Tags {
    std::vector<Id> organisation_types;
    std::vector<Id> sizes;  // micro, small, medium, national, international
    std::vector<Id> residential;
    std::vector<Id> grades;
    std::vector<Id> interests;
};

struct Company {
    std::uint64_t seed = 1;
    const record::Company* settings = nullptr;
    Date today;
    Staff staff;
    Tags tags;
    std::vector<Province> provinces;
    std::vector<Product> products;
    std::vector<Stage> stages;  // of the default pipeline, by position
    std::vector<Id> loss_reasons;

    Date day(std::int64_t offset) const {
        return Date{today.days + static_cast<std::int32_t>(offset)};
    }
    // A moment of a working day, offset from today; never on a weekend.
    Instant moment(std::int64_t offset, Random& random) const;
};

Result<void> hire_staff(Scribe& scribe, Company& company);       // teams, territories, people
Result<void> stock_catalogue(Scribe& scribe, Company& company);  // products, classifications
Result<void> read_pipeline(Scribe& scribe, Company& company);    // what a new store starts with
Result<void> save_views(Scribe& scribe, const Company& company);

std::vector<Province> provinces();
std::vector<Product> products();
std::vector<std::string_view> product_groups();

}  // namespace clientela::demo
