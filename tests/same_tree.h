// SPDX-License-Identifier: Apache-2.0
// Whether two trees of the filter language say the same, whatever their offsets and binding.
#pragma once

#include "filter/node.h"

namespace clientela {

inline bool same_tree(const filter::Node& left, const filter::Node& right) {
    if (left.kind != right.kind || left.literal != right.literal || left.text != right.text ||
        left.segments != right.segments || left.op != right.op || left.function != right.function ||
        left.all != right.all || left.variable != right.variable ||
        left.children.size() != right.children.size()) {
        return false;
    }
    for (std::size_t i = 0; i < left.children.size(); ++i) {
        if (!same_tree(*left.children[i], *right.children[i])) return false;
    }
    return true;
}

}  // namespace clientela
