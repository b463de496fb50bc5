// SPDX-License-Identifier: Apache-2.0
// Two columns or two menu entries of one name cannot be told apart by anybody: a change that makes
// such a pair is refused, whichever language it is in, case and accents aside.
#pragma once

#include "customize/document/change.h"

namespace clientela::customize {

// `before` and `after`: as people see them. Pairs that were there before the change stay; lists of
// options, which `document` names, may be called as they like.
Result<void> refuse_same_labels(const schema::Schema& before, const schema::Schema& after,
                                const json::object& document, const json::array& changes);

}  // namespace clientela::customize
