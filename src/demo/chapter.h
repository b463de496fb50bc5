// SPDX-License-Identifier: Apache-2.0
// One transaction's worth of customers with all that happened around them. A chapter draws its own
// chance from the seed and its number, so the store may run it again and gets the same.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "demo/company.h"
#include "demo/truth.h"

namespace clientela::demo {

struct Chapter {
    Scribe& scribe;
    const Company& company;
    Random random;
    Truth planted;
};

struct Customer {
    std::int64_t index = 0;  // from 1, also the customer's number
    Id account;
    Id parent;
    std::string name;
    std::string kind;
    std::string life_cycle;
    std::string city;
    std::string domain;
    const Province* province = nullptr;
    Id owner;
    int size = 0;             // organisations: place in Tags::sizes
    std::int64_t opened = 0;  // day of the first contact, from today
    std::vector<Id> contacts;

    bool is_organisation() const { return kind == "organisation"; }
};

struct Opportunity {
    Id id;
    std::string topic;
    std::string kind;  // of its stage: open, won, lost
    std::int64_t started = 0;
    std::int64_t ends = 0;  // closed on, or expected to
};

struct Sold {
    const Product* product = nullptr;
    std::int64_t units = 1;
    std::int64_t months = 0;  // of commitment
    std::int64_t day = 0;
    Id opportunity;
};

// `count` accounts with people, points, opportunities and activities, numbered from `first`.
Result<void> write_customers(Chapter& chapter, std::int64_t first, std::int64_t count);

Result<void> write_holdings(Chapter& chapter, const Customer& customer);  // of before any sale
Result<void> write_sold(Chapter& chapter, const Customer& customer, std::int64_t place,
                        const Sold& sold);
Result<void> write_opportunities(Chapter& chapter, const Customer& customer);
Result<void> write_lead(Chapter& chapter);
Result<void> write_sale_activities(Chapter& chapter, const Customer& customer,
                                   const Opportunity& opportunity);
Result<void> write_care(Chapter& chapter, const Customer& customer);  // service and visits

}  // namespace clientela::demo
