// SPDX-License-Identifier: Apache-2.0
// Trees are trees: no record stands above itself. Worked out here, level by level, since no
// recursion of a database runs over distributed tables; only records with a parent are read.
#include <algorithm>
#include <limits>
#include <vector>

#include "verify/verify.h"

namespace clientela::verify {
namespace {

// A record that stands below another.
struct Branch {
    Id id;
    Id parent;
};

constexpr std::size_t kTop = std::numeric_limits<std::size_t>::max();

// Where each one's parent stands among them, which are in the order of their ids; kTop: nowhere, as
// it has no parent itself.
std::vector<std::size_t> places_of_parents(const std::vector<Branch>& branches) {
    std::vector<std::size_t> places;
    places.reserve(branches.size());
    for (const Branch& branch : branches) {
        const auto parent =
            std::lower_bound(branches.begin(), branches.end(), branch.parent,
                             [](const Branch& one, const Id& id) { return one.id < id; });
        const bool there = parent != branches.end() && parent->id == branch.parent;
        places.push_back(there ? static_cast<std::size_t>(parent - branches.begin()) : kTop);
    }
    return places;
}

// Whoever has nobody below them goes, one level after the other. Who is left lies on a ring.
std::vector<Id> on_rings(std::vector<Branch> branches) {
    std::sort(branches.begin(), branches.end(),
              [](const Branch& one, const Branch& other) { return one.id < other.id; });
    const std::vector<std::size_t> above = places_of_parents(branches);
    std::vector<std::size_t> below(branches.size());
    for (const std::size_t place : above) {
        if (place != kTop) ++below[place];
    }
    std::vector<std::size_t> level;
    for (std::size_t place = 0; place < branches.size(); ++place) {
        if (below[place] == 0) level.push_back(place);
    }
    while (!level.empty()) {
        std::vector<std::size_t> next;
        for (const std::size_t place : level) {
            const std::size_t up = above[place];
            if (up != kTop && --below[up] == 0) next.push_back(up);
        }
        level = std::move(next);
    }
    std::vector<Id> left;
    for (std::size_t place = 0; place < branches.size(); ++place) {
        if (below[place] > 0) left.push_back(branches[place].id);
    }
    return left;
}

Result<void> look_at_tree(Examination& examination, const schema::Object& object) {
    std::vector<Branch> branches;
    TRY(examination.tx.query(
        {"select id, " + object.parent + " from " + schema::quoted(object.singular) + " where " +
             object.parent + " is not null",
         {}},
        [&](const db::Row& row) {
            branches.push_back({Id{row.integer(0)}, Id{row.integer(1)}});
        }));
    examination.looked_at(static_cast<std::int64_t>(branches.size()));
    for (const Id id : on_rings(std::move(branches)))
        examination.found(object.name, id, {"verify.ring", {{"field", object.parent}}});
    return {};
}

}  // namespace

Result<void> look_at_trees(Examination& examination) {
    for (const schema::Object& object : examination.schema.objects) {
        if (!object.parent.empty()) TRY(look_at_tree(examination, object));
    }
    return {};
}

}  // namespace clientela::verify
