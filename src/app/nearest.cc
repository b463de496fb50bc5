// SPDX-License-Identifier: Apache-2.0
#include "app/nearest.h"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace clientela::app {
namespace {

// How many letters must be changed, added or left out to make one word of the other.
std::size_t distance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < one.size(); ++i) {
        std::size_t before = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < other.size(); ++j) {
            const std::size_t swapped = before + (one[i] == other[j] ? 0 : 1);
            before = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, swapped});
        }
    }
    return row.back();
}

}  // namespace

std::string nearest(const std::string& typed, const std::vector<std::string>& known) {
    std::string found;
    std::size_t best = std::max<std::size_t>(1, typed.size() / 3) + 1;
    for (const std::string& candidate : known) {
        const std::size_t far = distance(typed, candidate);
        if (far < best) {
            best = far;
            found = candidate;
        }
    }
    return found;
}

}  // namespace clientela::app
