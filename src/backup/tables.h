// SPDX-License-Identifier: Apache-2.0
// What of a store a backup holds, and how its rows read: the same lines when it is saved and when
// what was restored is looked at again.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "db/store.h"
#include "schema/layout.h"

namespace clientela::backup {

inline constexpr int kFormat = 1;
inline constexpr std::chrono::hours kPatience{24};  // with reading a whole store
inline constexpr std::string_view kSettingTable = "setting";
inline constexpr const char* kUnfinishedSetting = "restore.unfinished";

// Whoever restores signs in anew.
bool is_kept(const schema::Table& table);

// Every row of the table as its line, in the order of its key; gives how many there were. In
// another cluster transaction ids begin anew, so lines have none: the order of the log is seq
// alone, and a reader's place is the last seq before which it has read everything.
Result<std::int64_t> each_line(db::Transaction& tx, const schema::Table& table,
                               const std::function<Result<void>(const std::string& line)>& take);

// One number for a table, whatever the order of its rows.
class LineHash {
public:
    void add(std::string_view line);
    std::string text() const;  // 16 hexadecimal digits

private:
    std::uint64_t sum_ = 0;
};

}  // namespace clientela::backup
