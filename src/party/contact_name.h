// SPDX-License-Identifier: Apache-2.0
// Names of people: composed from their parts for display, with both surnames where there are two.
#pragma once

#include <string>
#include <string_view>

namespace clientela::party {

struct NameParts {
    std::string first;
    std::string last;
    std::string second_last;
};

std::string full_name(const NameParts& parts);  // "María Ruiz Gil"

}  // namespace clientela::party
