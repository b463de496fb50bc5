// SPDX-License-Identifier: Apache-2.0
// The two questions every caller asks a Principal. A principal of no kind may do nothing, whatever
// rights it carries.
#include "access/principal.h"

#include <algorithm>

namespace clientela::access {

Principal Principal::system(std::string reason) {
    Principal principal;
    principal.kind = Kind::system;
    principal.name = "Clientela";
    principal.reason = std::move(reason);
    principal.administers = true;
    return principal;
}

bool Lent::covers(std::string_view object, Action action) const {
    if (action != Action::read && !(action == Action::update && may_update)) return false;
    return objects.empty() || std::find(objects.begin(), objects.end(), object) != objects.end();
}

Breadth Principal::breadth(std::string_view object, Action action) const {
    Breadth widest = own_breadth(object, action);
    if (kind != Kind::person) return widest;
    for (const Lent& one : lent) {
        if (one.covers(object, action))
            widest = std::max(widest, one.from->own_breadth(object, action));
    }
    return widest;
}

Breadth Principal::own_breadth(std::string_view object, Action action) const {
    if (kind == Kind::system) return Breadth::all;
    if (kind == Kind::nobody) return Breadth::none;
    const auto found = rights.find(std::string(object));
    if (found == rights.end()) return Breadth::none;
    const Breadth granted = found->second.of(action);
    // What one may not open, one may not take out as a file either.
    if (action == Action::export_) return std::min(granted, found->second.of(Action::read));
    return granted;
}

}  // namespace clientela::access
