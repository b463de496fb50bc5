// SPDX-License-Identifier: Apache-2.0
// The demonstration: Albor Telecom, a cable and telecommunications company that does not exist. The
// same seed gives the same company on any day; its dates move along with the day of creation.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "demo/company.h"
#include "demo/scribe.h"
#include "demo/truth.h"

namespace clientela::demo {

inline constexpr std::string_view kCompanyName = "Albor Telecom";
inline constexpr std::string_view kCurrency = "EUR";
inline constexpr std::string_view kZone = "Europe/Madrid";
inline constexpr std::string_view kPassword = "albor-demo-2026";  // of every demonstration login

struct Filled {
    Truth planted;
    std::vector<Worker> workers;
    Date today;
};

// Whether nobody has put anything in yet; what a new store starts with does not count.
Result<bool> is_empty(record::Context& context);

// Writes as it goes, some customers per transaction, whatever their number.
Result<Filled> fill(const Host& host, std::int64_t customers, std::uint64_t seed);

}  // namespace clientela::demo
