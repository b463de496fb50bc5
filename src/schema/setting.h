// SPDX-License-Identifier: Apache-2.0
// Table setting: names and values of the whole installation, such as the company's name, the layout
// last applied and notes of what is still to be done. Each module keeps the names of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/store.h"

namespace clientela::schema {

// False in a store that was never migrated.
Result<bool> has_setting_table(db::Transaction& tx);

Result<std::optional<std::string>> find_setting(db::Transaction& tx, std::string_view name);
Result<void> set_setting(db::Transaction& tx, std::string_view name, std::string_view value);
// One that is there stays as it is.
Result<void> add_setting(db::Transaction& tx, std::string_view name, std::string_view value);
Result<void> remove_setting(db::Transaction& tx, std::string_view name);

// Until the transaction ends nobody else takes or writes it; one that is not there yet begins as
// `fresh`.
Result<void> lock_setting(db::Transaction& tx, std::string_view name, std::string_view fresh);

}  // namespace clientela::schema
