// SPDX-License-Identifier: Apache-2.0
// The one door: every write of every record, by a person, an import or the program itself, comes
// through save(), visibly ten steps, and leaves its line in the change log of the same transaction.
#pragma once

#include <span>
#include <vector>

#include "record/record.h"

namespace clientela::record {

// Saves one draft. Fails with invalid (field errors), not_found (also: not visible), forbidden,
// conflict (version). On failure the caller must roll its transaction or savepoint back.
Result<Saved> save(Context& context, const schema::Object& object, const Draft& draft);

// The same for many, each in a savepoint of its own: the results stand in the order of the drafts
// and a failed one leaves the others untouched.
std::vector<Result<Saved>> save_batch(Context& context, const schema::Object& object,
                                      std::span<const Draft> drafts);

}  // namespace clientela::record
