// SPDX-License-Identifier: Apache-2.0
// How late another server of the store may notice a change of the definitions, and a little more:
// its saves do not yet keep sort keys of fields that become sortable.
#pragma once

#include <chrono>

namespace clientela::customize {

inline constexpr std::chrono::milliseconds kNoticeTime{2'500};

}  // namespace clientela::customize
