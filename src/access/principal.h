// SPDX-License-Identifier: Apache-2.0
// Who acts, and what their role lets them do. A Principal is a plain value, loaded once per
// request.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace clientela::schema {
struct Schema;
}

namespace clientela::access {

enum class Action { read, create, update, remove, export_, target };
inline constexpr int kActionCount = 6;

// How far a right reaches, from nothing to everything; each includes the ones before it.
enum class Breadth : std::uint8_t { none, own, team, team_and_below, all };

// On a field: may read but not write; may not even know of it.
enum class Mask : std::uint8_t { read, hidden };

struct ObjectRights {
    std::array<Breadth, kActionCount> breadth{};  // default: nothing
    Breadth of(Action action) const { return breadth[static_cast<std::size_t>(action)]; }
};

struct Principal;

// Sight lent by somebody who is away; it lasts as long as this principal is kept.
struct Lent {
    Id delegation;
    std::shared_ptr<const Principal> from;  // with the rights of their own role
    bool may_update = false;                // otherwise read only
    std::vector<std::string> objects;       // empty: every object
    std::string until;                      // last day, "2026-12-31"

    bool covers(std::string_view object, Action action) const;
};

class Sights;

// What a principal was found to see (visibility.h), kept by those who are kept over many requests.
// A copy begins without it, because it may be given other rights.
struct KeptSights {
    std::shared_ptr<Sights> sights;

    KeptSights() = default;
    KeptSights(const KeptSights&) {}
    KeptSights(KeptSights&&) = default;
    KeptSights& operator=(const KeptSights& other) {
        if (this != &other) sights.reset();
        return *this;
    }
    KeptSights& operator=(KeptSights&&) = default;
    ~KeptSights() = default;
};

struct Principal {
    enum class Kind { nobody, person, system };
    Kind kind = Kind::nobody;
    Id user;
    Id team;  // home team; records they create start with it
    std::string name;
    std::string role;  // name of the role
    Id role_id;        // its record, for grants to a role
    std::string language = "es";
    std::string reason;         // system work says why; it is logged
    std::optional<Date> today;  // the company's day they were loaded on; without it nothing that is
                                // granted or lent until a day counts
    bool administers = false;   // may change configuration and people
    std::unordered_map<std::string, ObjectRights> rights;  // by entity set; missing means nothing

    // Fields that the role may not read or write, and the definitions seen so; null: no masks.
    std::shared_ptr<const std::map<std::string, std::map<std::string, Mask>>> masks;
    std::shared_ptr<const schema::Schema> view;
    std::vector<Lent> lent;
    KeptSights kept;

    // Work of the program itself (set-up, demo, consumers): sees and may do everything.
    static Principal system(std::string reason);
    // How far at most, what others lent included.
    Breadth breadth(std::string_view object, Action action) const;
    Breadth own_breadth(std::string_view object, Action action) const;  // by the role alone
};

}  // namespace clientela::access
