// SPDX-License-Identifier: Apache-2.0
#include "db/load.h"

#include "db/postgres/postgres_store.h"
#include "db/sqlite/sqlite_store.h"

namespace clientela::db {

Load load_of(Store& store) {
    if (auto* sqlite = dynamic_cast<sqlite::SqliteStore*>(&store)) return sqlite->load();
    if (auto* postgres = dynamic_cast<postgres::PostgresStore*>(&store)) return postgres->load();
    return {};
}

}  // namespace clientela::db
