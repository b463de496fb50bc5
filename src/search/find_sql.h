// SPDX-License-Identifier: Apache-2.0
// The statements of a search; private to src/search. All of them hold the caller's visibility.
#pragma once

#include <functional>
#include <string>

#include "record/record.h"
#include "search/match.h"

namespace clientela::search {

// As many unordered hits are read; order is made of them in the program, because sorting all hits
// of a short beginning would read them all.
inline constexpr int kHitsRead = 200;

struct Found {
    Id id;
    std::string title;
    std::string subtitle;
    std::string point;       // the contact point that matched, as it is written
    std::string point_kind;  // phone, email, web, postal
};
using OnFound = std::function<void(Found)>;

Result<void> find_by_words(record::Context& context, const schema::Object& object,
                           const std::string& match, Where where, const db::Sql& unmasked,
                           const OnFound& on_found);

// The index holds all searchable fields together. For readers from whom some are hidden: the words
// stand in one that is not. Nothing for everybody else.
db::Sql unmasked_words(const record::Context& context, const schema::Object& object,
                       const Wanted& wanted, const std::string& alias);

// Records whose contact point matches; nothing for objects that have none.
Result<void> find_by_points(record::Context& context, const schema::Object& object,
                            const std::string& match, const Wanted& wanted,
                            const OnFound& on_found);
Result<void> find_by_digits(record::Context& context, const schema::Object& object,
                            const std::string& digits, const OnFound& on_found);

// Visible hits of a list, counted up to `most`.
Result<int> count_hits(record::Context& context, const schema::Object& object,
                       const db::Sql& condition, int most);

// t.id in (...): by words, contact points and digits.
db::Sql condition_of(const record::Context& context, const schema::Object& object,
                     const std::string& match, const Wanted& wanted);

}  // namespace clientela::search
