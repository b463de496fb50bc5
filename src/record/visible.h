// SPDX-License-Identifier: Apache-2.0
// Which of some records the caller may see, asked for all of them at once, binned ones included
// unless the name says otherwise.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "record/read.h"

namespace clientela::record {

Result<std::unordered_set<std::int64_t>> visible_ids(Context& context, const schema::Object& object,
                                                     std::span<const Id> ids);

// Only those that are not in the bin.
Result<std::unordered_set<std::int64_t>> living_visible_ids(Context& context,
                                                            const schema::Object& object,
                                                            std::span<const Id> ids);

// Titles of records by id; those that may not be seen are locked, missing ones are left out.
Result<std::unordered_map<std::int64_t, LinkLabel>> labels_of(Context& context,
                                                              const schema::Object& object,
                                                              std::span<const Id> ids);

// What the caller may do with a record that they see, as far as rights go; rules may still refuse.
struct Allowed {
    bool update = false;
    bool remove = false;  // and restore
};
Result<Allowed> allowed_on(Context& context, const schema::Object& object, Id id);

}  // namespace clientela::record
