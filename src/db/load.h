// SPDX-License-Identifier: Apache-2.0
// How much waits for a store at this moment, for whoever watches over the server.
#pragma once

#include <cstddef>
#include <cstdint>

#include "db/store.h"

namespace clientela::db {

struct Load {
    std::size_t writes_waiting = 0;      // SQLite: for the one writer
    std::uintmax_t log_bytes = 0;        // SQLite: of the file clientela.db-wal
    std::size_t connections_used = 0;    // PostgreSQL
    std::size_t connections_wanted = 0;  // interactive work that waits for one
};

Load load_of(Store& store);

}  // namespace clientela::db
