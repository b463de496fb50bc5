// SPDX-License-Identifier: Apache-2.0
// Which record answers to a text: "acme corporation" -> its id, without case and accents. Loaded
// once per import with one scan, so that a million rows cost a million look-ups in memory and not
// in the store.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/principal.h"
#include "base/value.h"
#include "db/store.h"
#include "filter/filter.h"
#include "record/record.h"

namespace clientela::importer {

// The comparable text of a value; empty for null. Several fields are joined by joined_key().
std::string key_text(const Value& value);
std::string joined_key(const std::vector<Value>& values);  // empty when all are null

enum class Found { none, one, several };

struct Answer {
    Found found = Found::none;
    Id id;
};

class KeyIndex {
public:
    Answer find(const std::string& key) const;
    void add(std::string key, Id id);  // a second id under the same key makes it ambiguous
    void merge(const KeyIndex& other);
    void clear() { ids_.clear(); }

private:
    std::unordered_map<std::string, Id> ids_;  // Id 0: several
};

// Living records of `object` that the principal may see and that meet `condition`.
Result<KeyIndex> load_key_index(record::Context& context, const schema::Object& object,
                                const std::vector<const schema::Field*>& fields,
                                const filter::Filter& condition);

}  // namespace clientela::importer
