// SPDX-License-Identifier: Apache-2.0
// One function per benchmark; what they mean and what they may cost stands in docs/performance.md
// and bench/budgets.json.
#pragma once

#include <string>
#include <vector>

#include "generate.h"
#include "measure.h"

namespace clientela::bench {

struct Surroundings {
    std::string program;      // build/clientela
    std::string web;          // web/
    std::string store;        // filled
    std::string small_store;  // a tenth of it, for what must not grow
    Fill fill;
    int rounds = 5;
};

Measure http_get(const Surroundings& around, double budget);
Measure http_list(const Surroundings& around, double budget);
Measure http_list_deep(const Surroundings& around, double budget);
Measure http_list_grouped(const Surroundings& around, double budget);
Measure search(const Surroundings& around, double budget);
Measure http_create(const Surroundings& around, double budget);
Measure import_csv(const Surroundings& around, double budget);
Measure save_during_import(const Surroundings& around, double budget);
Measure forecast(const Surroundings& around, double budget);
Measure start(const Surroundings& around, double budget);
Measure memory_idle(const Surroundings& around, double budget);
Measure web_first_load(const Surroundings& around, double budget);

// What a person waits and how many a second are served, on the store and on `other`, which holds
// the same records (a backup of the first, restored into PostgreSQL). `empty`, when named, is a
// database to import a file into, beside saves.
std::vector<Measure> two_stores(const Surroundings& around, const std::string& other,
                                const std::string& empty);

}  // namespace clientela::bench
