// SPDX-License-Identifier: Apache-2.0
// The data all benchmarks run on: a SQLite store with accounts, twice as many contacts, half as
// many opportunities, 2,000 people in 200 teams, and one role that sees 5 % of the accounts. Rows
// are written straight into the tables, past the one door that all else goes through: a million
// saves would take longer than all measurements, and what is measured reads or adds rows like
// these.
#pragma once

#include <cstdint>
#include <string>

namespace clientela::bench {

inline constexpr std::int64_t kUsers = 2000;
inline constexpr std::int64_t kTeams = 200;
inline constexpr std::int64_t kTerritories = 50;

struct Fill {
    std::int64_t accounts = 1'000'000;
    std::int64_t contacts() const { return accounts * 2; }
    std::int64_t opportunities() const { return accounts / 2; }
};

// Who asks: both have an API token.
inline constexpr const char* kAdministratorToken = "clt_benchmark_administrator";
inline constexpr const char* kTeamToken = "clt_benchmark_team";  // reads 5 % of the accounts

std::int64_t account_id(std::int64_t number);
std::int64_t opportunity_id(std::int64_t number);
std::int64_t user_id(std::int64_t number);
std::int64_t team_of(std::int64_t number);  // team 0 has 5 % of everything, the others are uneven
std::int64_t team_id(std::int64_t team);
inline constexpr std::int64_t kTeamUser = 0;  // holder of kTeamToken, of team 0

// Makes the store in `directory`, or leaves it as it is when it was made for the same size before.
void ensure_store(const std::string& directory, const Fill& fill);

// Makes the full text index of the accounts, once: rows written past the one door are not in it.
void index_accounts(const std::string& directory, const Fill& fill);

}  // namespace clientela::bench
