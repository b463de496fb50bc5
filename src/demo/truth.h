// SPDX-License-Identifier: Apache-2.0
// What was planted, kept while it is written, so that everything the product counts can be checked.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "demo/company.h"

namespace clientela::demo {

struct Truth {
    std::int64_t organisations = 0, subsidiaries = 0, households = 0, persons = 0;
    std::int64_t contacts = 0, contact_points = 0;
    std::int64_t won = 0, lost = 0, open = 0, overdue = 0;
    std::int64_t holdings = 0, ended_holdings = 0;
    std::int64_t leads = 0, activities = 0, open_tasks = 0, at_risk = 0;
    std::array<std::int64_t, kRegionCount> won_cents{}, open_cents{};

    std::int64_t accounts() const { return organisations + households + persons; }
    std::int64_t opportunities() const { return won + lost + open; }
    void add(const Truth& more);
};

std::string to_json(const Truth& planted, std::uint64_t seed, Date today);

}  // namespace clientela::demo
