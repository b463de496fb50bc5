// SPDX-License-Identifier: Apache-2.0
// Looking for records by what people type: names, numbers, mails, the last digits of a telephone;
// with or without accents, and with a wrong letter when little is found otherwise. What may not be
// seen is left out inside the scan, so it neither appears nor counts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/record.h"
#include "search/vocabulary.h"

namespace clientela::search {

struct Hit {
    const schema::Object* object = nullptr;
    Id id;
    std::string label;
    std::string detail;
    std::string match;   // name, phone, email, address, web
    int score = 0;       // the lower the better
    bool guess = false;  // found by a corrected word; what was typed does not stand in it
};

// Objects that are searched when nobody says which: what people work with, and people.
std::vector<const schema::Object*> usual_objects(const schema::Schema& schema);

Result<std::vector<Hit>> find(record::Context& context, Vocabulary& vocabulary,
                              const Wanted& wanted,
                              const std::vector<const schema::Object*>& objects, std::size_t top);

// $search of a list: a condition on the rows of `object` under alias t. Without any word in the
// text: empty, every row.
Result<db::Sql> search_restriction(record::Context& context, Vocabulary& vocabulary,
                                   const schema::Object& object, std::string_view text);

}  // namespace clientela::search
