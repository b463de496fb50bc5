// SPDX-License-Identifier: Apache-2.0
// A plan as people read it: objects and fields by their labels. Tables, columns and SQL stand
// beside it for who looks after the store.
#pragma once

#include <string>

#include "customize/document/plan.h"

namespace clientela::customize {

std::string words_of(const Planned& planned, const Step& step, Language language);
std::string words_of(const Planned& planned, const Loss& loss, Language language);

}  // namespace clientela::customize
