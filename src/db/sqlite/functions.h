// SPDX-License-Identifier: Apache-2.0
// Registers the SQL functions of db/functions.h on a SQLite connection.
#pragma once

#include <string_view>
#include <vector>

#include "base/zone.h"

struct sqlite3;

namespace clientela::db::sqlite {

// The zones a connection has met; a company has one, so the list stays tiny.
class ZoneCache {
public:
    const Zone* find(std::string_view name);  // null when there is no such zone

private:
    std::vector<Zone> zones_;
};

int register_functions(sqlite3* handle, ZoneCache& zones);  // SQLite result code

}  // namespace clientela::db::sqlite
