// SPDX-License-Identifier: Apache-2.0
// What is wanted as the query text of the two indexes. It holds words only, so nothing in it needs
// escaping, and it is bound as a value all the same.
#pragma once

#include <string>

#include "db/store.h"
#include "search/vocabulary.h"
#include "search/words.h"

namespace clientela::search {

enum class Where { name, anywhere };

// FTS5 or tsquery. Every word also matches as the beginning of a longer one, single letters as
// themselves only.
std::string match_text(const Wanted& wanted, const Corrections& corrections, Where where,
                       db::Dialect dialect);

}  // namespace clientela::search
