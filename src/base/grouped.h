// SPDX-License-Identifier: Apache-2.0
// Whole numbers in sentences, as people of a language write them: 60.000 or 60,000.
#pragma once

#include <cstdint>
#include <string>

#include "base/message.h"

namespace clientela {

// Digits alone; any other text stays as it is.
std::string grouped(std::string digits, Language language);

}  // namespace clientela
