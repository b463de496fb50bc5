// SPDX-License-Identifier: Apache-2.0
// Words are parted by blanks only.
#include "sales/person_name.h"

#include <algorithm>
#include <vector>

namespace clientela::sales {

PersonName split_name(std::string_view name) {
    std::vector<std::string_view> words;
    for (std::size_t start = 0; start < name.size();) {
        const std::size_t end = std::min(name.find(' ', start), name.size());
        if (end > start) words.push_back(name.substr(start, end - start));
        start = end + 1;
    }
    PersonName parts;
    const std::size_t given = words.size() > 3 ? 2 : 1;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string& part = i < given ? parts.first : i == given ? parts.last : parts.second_last;
        if (!part.empty()) part.push_back(' ');
        part.append(words[i]);
    }
    return parts;
}

}  // namespace clientela::sales
