// SPDX-License-Identifier: Apache-2.0
// The word that somebody may have meant.
#pragma once

#include <string>
#include <vector>

namespace clientela::app {

// The nearest of the known words, if most of its letters were typed; else empty.
std::string nearest(const std::string& typed, const std::vector<std::string>& known);

}  // namespace clientela::app
