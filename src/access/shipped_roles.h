// SPDX-License-Identifier: Apache-2.0
// The ten roles that a new store starts with. They are ordinary rows of `roles` afterwards: an
// administrator changes them or adds others.
#pragma once

#include <string>
#include <vector>

namespace clientela::access {

struct ShippedRole {
    std::string name;
    std::string label_es;
    std::string label_en;
    std::string description_es;
    bool administers = false;
    int position = 0;
    std::string rights;  // JSON, see access/rights.h
};

std::vector<ShippedRole> shipped_roles();

}  // namespace clientela::access
