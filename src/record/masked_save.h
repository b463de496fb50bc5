// SPDX-License-Identifier: Apache-2.0
// Saving for people whose role masks fields. Rules, checks and the log work with the whole record;
// what the person may not write is refused, and no message names what they may not know.
// Private to src/record.
#pragma once

#include "record/record.h"

namespace clientela::record {

using SaveWhole = Result<Saved> (*)(Context&, const schema::Object&, const Draft&);

// `object` and the fields of the draft may be those of the view or of the whole.
Result<Saved> save_through_masks(Context& context, const schema::Object& object,
                                 const Draft& wanted, SaveWhole save_whole);

}  // namespace clientela::record
