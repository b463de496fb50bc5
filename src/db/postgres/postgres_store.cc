// SPDX-License-Identifier: Apache-2.0
#include "db/postgres/postgres_store.h"

namespace clientela::db::postgres {

Result<std::unique_ptr<Store>> PostgresStore::open(const std::string&, const StoreOptions&) {
    return internal_error("PostgreSQL is not built in yet");
}

}  // namespace clientela::db::postgres
