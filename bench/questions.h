// SPDX-License-Identifier: Apache-2.0
// What people ask for, as it goes over the wire: the same for every store that is measured.
#pragma once

#include <cstdint>
#include <string>

#include "child.h"
#include "generate.h"
#include "load.h"

namespace clientela::bench {

// A GET as it goes over the wire.
std::string request_text(const std::string& target, const std::string& token);

// The accounts that a team of 5 % asks for again and again, as the n-th turn picks them; so few
// that every side finds their pages in memory.
std::vector<std::int64_t> team_accounts(const Fill& fill);

Load record_load(std::vector<std::int64_t> numbers);  // one account by its id
Load list_load();                                     // 50 customers of the team, newest first
Load deep_list_load(const Child& server, const std::string& token,
                    int pages);  // behind so many pages
Load grouped_load();             // all accounts by life cycle and currency, one after the other
Load create_load();
Load forecast_load();

// Two words of a name without accents; about twenty accounts have both.
struct Words {
    std::string first, second;
};
Words words_of_turn(std::uint64_t turn);
Load search_load();

// The name of the n-th account that create_load makes.
std::string company(std::uint64_t number);

}  // namespace clientela::bench
