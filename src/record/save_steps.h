// SPDX-License-Identifier: Apache-2.0
// The steps of save(), private to src/record. Each takes what it needs and returns an Error or
// nothing.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "access/principal.h"
#include "record/record.h"
#include "record/rules.h"

namespace clientela::record {

access::Action action_of(Operation operation);

// Step 1: the role allows the action on the object at all, and every named field may be written.
Result<void> authorise(const Context& context, const schema::Object& object, const Draft& draft);

// Step 2: the stored record, locked on PostgreSQL. not_found when it is missing, not visible, or
// (but for restore) in the bin; forbidden when it may be read but not changed.
Result<Record> load_current(Context& context, const schema::Object& object, const Draft& draft);

// Step 3.
Result<void> compare_version(const Draft& draft, const Record& current);

// Step 4: values take the exact form of their field (trimmed text, scale of decimals) or fail by
// name.
Result<void> coerce(const Context& context, const schema::Object& object, Draft& draft);

// Still step 4: a value that the engine keeps, or that never changes, may be repeated but not
// altered.
Result<void> refuse_read_only(const Context& context, Draft& draft, const Record* before);

// Still step 4: whoever changes a record only because it is lent to them does not say whose it is.
Result<void> refuse_passing_on(const Context& context, const Draft& draft, const Record& before);

// Step 5: what a new record starts with.
void apply_defaults(Context& context, const schema::Object& object, Record& record);

// Step 7: everything the definition demands of the whole record; collects all field errors.
Result<void> validate(Context& context, const Proposal& proposal, const Draft& draft);

// The part of step 7 that other records decide: the targets of changed links live, and a tree stays
// a tree.
Result<void> validate_links(Context& context, const Proposal& proposal);

// Step 8.
inline constexpr std::string_view kIdTaken = "error.id_taken";

// A new row under an id that is there already is refused (kIdTaken); nothing is written then.
Result<void> write_row(Context& context, const Proposal& proposal);
Result<void> write_claims(Context& context, const Proposal& proposal);

// Many-to-many links: before and after of each link the draft names.
struct LinkChange {
    const schema::ManyLink* link = nullptr;
    std::vector<Id> before;
    std::vector<Id> after;
};
Result<std::vector<LinkChange>> write_links(Context& context, const schema::Object& object, Id id,
                                            const Draft& draft);

// Step 9: the row as written is still inside what the writer may do.
Result<void> check_still_allowed(Context& context, const Proposal& proposal);

// Before step 8: whoever makes somebody a member of a record must have the right to change it by
// themselves, neither through the row that is about to be written nor through what was lent; and
// whoever stands in joins nothing that is lent to something of their own.
Result<void> check_may_admit(Context& context, const Proposal& proposal);

// Step 10.
Result<void> append_change(Context& context, const Proposal& proposal,
                           const std::vector<LinkChange>& links);

// Bins or restores what belongs to a record (rows whose sight follows it), each through save().
Result<void> carry_to_children(Context& context, const Proposal& proposal);

}  // namespace clientela::record
