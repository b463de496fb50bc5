// SPDX-License-Identifier: Apache-2.0
// Whether a file holds what changes_towards() and read_rest() look for. People write such files by
// hand; a slip names its place: "file/document/objects/0/label".
#pragma once

#include "customize/document/change.h"

namespace clientela::customize {

Result<void> check_shape(const json::object& file);

}  // namespace clientela::customize
