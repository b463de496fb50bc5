// SPDX-License-Identifier: Apache-2.0
// Chooses the store by the look of its location.
#include "db/store.h"

#include "db/postgres/postgres_store.h"
#include "db/sqlite/sqlite_store.h"

namespace clientela::db {

Result<std::unique_ptr<Store>> open_store(std::string_view location, const StoreOptions& options) {
    if (location.starts_with("postgresql://") || location.starts_with("postgres://")) {
        return postgres::PostgresStore::open(std::string(location), options);
    }
    if (location.empty()) return make_error(ErrorCode::invalid, "db.no_location");
    return sqlite::SqliteStore::open(std::string(location), options);
}

Result<bool> Store::read_at_once(const Work&) { return false; }

// NOLINTNEXTLINE(performance-unnecessary-value-param): stores that can take both over
bool Store::write_later(Work, Done) { return false; }

Result<void> Store::run_alone(const std::string& statement) {
    return migrate([&](Transaction& tx) -> Result<void> {
        TRY(tx.execute({statement, {}}));
        return {};
    });
}

}  // namespace clientela::db
