// SPDX-License-Identifier: Apache-2.0
// What of a store a backup holds.
#pragma once

#include <string_view>

#include "schema/layout.h"

namespace clientela::backup {

inline constexpr int kFormat = 1;
inline constexpr std::string_view kConsumerTable = "consumer";
inline constexpr std::string_view kLogTable = "change";
inline constexpr std::string_view kSettingTable = "setting";
inline constexpr const char* kUnfinishedSetting = "restore.unfinished";

// Whoever restores signs in anew.
inline bool is_kept(const schema::Table& table) {
    return table.name != "session" && table.name != "login_attempt";
}

}  // namespace clientela::backup
