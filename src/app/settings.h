// SPDX-License-Identifier: Apache-2.0
// Settings of the installation: a small table of names and values, written by commands and
// administrators.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/store.h"

namespace clientela::app {

Result<std::optional<std::string>> find_setting(db::Transaction& tx, std::string_view name);
// Until the transaction ends nobody else takes or writes it; one that is not there yet begins as
// `fresh`.
Result<void> lock_setting(db::Transaction& tx, std::string_view name, std::string_view fresh);
Result<void> set_setting(db::Transaction& tx, std::string_view name, std::string_view value);

}  // namespace clientela::app
