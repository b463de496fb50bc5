// SPDX-License-Identifier: Apache-2.0
// The version of the program, read by tools/package too.
#pragma once

namespace clientela::app {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace clientela::app
