// SPDX-License-Identifier: Apache-2.0
#include "db/functions.h"

namespace clientela::db {

Result<void> install_functions(Transaction& tx) {
    if (tx.dialect() == Dialect::sqlite) return {};
    return {};
}

}  // namespace clientela::db
