// SPDX-License-Identifier: Apache-2.0
// Accounts as one would read and write them who knows their columns by heart.
#pragma once

#include <cstdint>
#include <string>

#include "raw_sqlite.h"

namespace clientela::bench {

class AccountReader {
public:
    explicit AccountReader(const std::string& store);
    std::string one(std::int64_t id);  // empty: there is none
    std::string first_page();          // of customers that the person with kTeamToken sees
    std::string groups();              // all by life cycle, with sums
    std::string hits(const std::string& match);  // the first 20 that full text gives

private:
    RawDatabase database_;
    RawStatement one_;
    RawStatement page_;
    RawStatement groups_;
    RawStatement hits_;
};

}  // namespace clientela::bench
