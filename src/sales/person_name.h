// SPDX-License-Identifier: Apache-2.0
// Takes the name of a person apart when only one text is known, as on a lead.
#pragma once

#include <string>
#include <string_view>

namespace clientela::sales {

struct PersonName {
    std::string first;
    std::string last;
    std::string second_last;
    bool operator==(const PersonName&) const = default;
};

// Two words are name and surname, three add the second surname, of four or more the first two are
// the given name: "María José Ruiz Gil". A proposal for people to correct, never applied to stored
// names.
PersonName split_name(std::string_view name);

}  // namespace clientela::sales
