// SPDX-License-Identifier: Apache-2.0
// The PostgreSQL store.
#pragma once

#include <memory>
#include <string>

#include "db/store.h"

namespace clientela::db::postgres {

class PostgresStore {
public:
    static Result<std::unique_ptr<Store>> open(const std::string& uri, const StoreOptions& options);
};

}  // namespace clientela::db::postgres
