// SPDX-License-Identifier: Apache-2.0
// For what is dear to fill and serves several tests: an empty location that stays until the program
// ends, and what has to be closed before.
#pragma once

#include <functional>
#include <string>

#include "db/store.h"

namespace clientela {

std::string kept_location(db::Dialect dialect);
void at_end(std::function<void()> close);

}  // namespace clientela
