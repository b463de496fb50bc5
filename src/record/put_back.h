// SPDX-License-Identifier: Apache-2.0
// Undo: a record stands again as it stood. It is a change like any other, with a version and a line
// in the log; but rules, defaults and consequences on other records do not run, because what they
// did then is in the log too and is put back record by record.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "record/record.h"

namespace clientela::record {

struct Former {
    Id id;
    // What the caller saw of it last; when it stands at another, put_back() leaves it alone.
    std::int64_t version = 0;
    // As they shall stand, read-only ones and deleted_at too; what is not named stays.
    std::vector<std::pair<const schema::Field*, Value>> values;
    std::vector<std::pair<const schema::ManyLink*, std::vector<Id>>> links;
};

// `context` acts with the rights of the program (record/on_behalf.h); callers ask before whether
// the person may. Fails with not_found, with conflict when the version is another, and with field
// errors for unique values and linked records that are gone.
Result<Saved> put_back(Context& context, const schema::Object& object, const Former& former);

// The "before" of a line of the change log, laid over `former`.
Result<void> add_before(const Company& company, const schema::Object& object, std::string_view diff,
                        Former& former);

// A living record that belongs to this one (its sight follows it) and that the job did not make,
// or that somebody has touched since.
Result<bool> has_others_children(Context& context, const schema::Object& object, Id id, Id job);

}  // namespace clientela::record
