// SPDX-License-Identifier: Apache-2.0
// The process that gets killed: several threads write through a Store and report each number on
// standard output as soon as, and not before, its write is answered.
#pragma once

#include <cstdint>
#include <string>

namespace clientela {

inline constexpr const char* kCrashWriterFlag = "--crash-writer";

// Numbers start at `first`. Ends when a write fails or nobody reads the output any more.
int run_crash_writer(const std::string& location, std::int64_t first);

}  // namespace clientela
