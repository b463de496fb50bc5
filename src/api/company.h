// SPDX-License-Identifier: Apache-2.0
// The settings of the company in force, changed while requests run. A change makes a new value and
// leaves the old one standing, because whoever began with it may still be reading; settings change
// a few times a year and take some hundred bytes.
#pragma once

#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "record/record.h"

namespace clientela::api {

struct CompanySettings {
    record::Company company = {};              // what the meaning of data depends on
    std::vector<std::string> currencies = {};  // offered in forms; the company's own comes first
    std::string formats = "es-ES";             // how figures and dates are written in the page
    int fiscal_year_start = 1;                 // month, 1 to 12
};

class CompanyInForce {
public:
    CompanyInForce() { change({}); }
    CompanyInForce(const CompanyInForce&) = delete;
    CompanyInForce& operator=(const CompanyInForce&) = delete;

    const CompanySettings& settings() const { return *current_.load(std::memory_order_acquire); }
    const record::Company* operator->() const { return &settings().company; }
    operator const record::Company&() const { return settings().company; }

    void change(CompanySettings settings) {
        const std::scoped_lock lock(mutex_);
        all_.push_back(std::move(settings));
        current_.store(&all_.back(), std::memory_order_release);
    }

private:
    std::mutex mutex_;
    std::list<CompanySettings> all_;
    std::atomic<const CompanySettings*> current_{nullptr};
};

}  // namespace clientela::api
