// SPDX-License-Identifier: Apache-2.0
// Who acts, and what their role lets them do. A Principal is a plain value, loaded once per
// request.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace clientela::access {

enum class Action { read, create, update, remove, export_, target };
inline constexpr int kActionCount = 6;

// How far a right reaches, from nothing to everything; each includes the ones before it.
enum class Breadth : std::uint8_t { none, own, team, team_and_below, all };

struct ObjectRights {
    std::array<Breadth, kActionCount> breadth{};  // default: nothing
    Breadth of(Action action) const { return breadth[static_cast<std::size_t>(action)]; }
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
    std::string reason;                                    // system work says why; it is logged
    bool administers = false;                              // may change configuration and people
    std::unordered_map<std::string, ObjectRights> rights;  // by entity set; missing means nothing

    // Work of the program itself (set-up, demo, consumers): sees and may do everything.
    static Principal system(std::string reason);
    Breadth breadth(std::string_view object, Action action) const;
};

}  // namespace clientela::access
