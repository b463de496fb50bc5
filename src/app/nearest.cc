// SPDX-License-Identifier: Apache-2.0
#include "app/nearest.h"

#include <algorithm>

#include "search/words.h"

namespace clientela::app {

std::string nearest(const std::string& typed, const std::vector<std::string>& known) {
    std::string found;
    int best = std::max(1, static_cast<int>(typed.size()) / 3) + 1;
    for (const std::string& candidate : known) {
        const int far = search::distance(typed, candidate, best);
        if (far < best) {
            best = far;
            found = candidate;
        }
    }
    return found;
}

}  // namespace clientela::app
