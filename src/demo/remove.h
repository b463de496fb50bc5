// SPDX-License-Identifier: Apache-2.0
// Takes the demonstration away: every record that it wrote goes to the bin as one group, through
// the one door, and nothing that anybody else wrote does. What marks them is their origin in the
// change log.
#pragma once

#include <cstdint>
#include <string>

#include "demo/scribe.h"

namespace clientela::demo {

struct Removal {
    std::int64_t removed = 0;
    bool kept_oneself = false;  // who removes is a demonstration login and stays
};

// Works in transactions of some hundred records; after an interruption a second call does the rest.
Result<Removal> remove_demonstration(const Host& host, const record::Company& company,
                                     IdSource& ids, Id remover);

}  // namespace clientela::demo
