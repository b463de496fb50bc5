// SPDX-License-Identifier: Apache-2.0
// A notice names the record that it is about, and keeps its title. Whoever may not see that record
// any more is shown neither.
#pragma once

#include <span>

#include "record/read.h"

namespace clientela::record {

// Empties title and record of those notices whose record the reader does not see, or that lies in
// the bin. Records of other objects stay as they are.
Result<void> hide_names(Context& context, const schema::Object& object,
                        std::span<Record* const> records);

}  // namespace clientela::record
