// SPDX-License-Identifier: Apache-2.0
// The two questions every caller asks a Principal. A principal of no kind may do nothing, whatever
// rights it carries.
#include "access/principal.h"

namespace clientela::access {

Principal Principal::system(std::string reason) {
    Principal principal;
    principal.kind = Kind::system;
    principal.name = "Clientela";
    principal.reason = std::move(reason);
    principal.administers = true;
    return principal;
}

Breadth Principal::breadth(std::string_view object, Action action) const {
    if (kind == Kind::system) return Breadth::all;
    if (kind == Kind::nobody) return Breadth::none;
    const auto found = rights.find(std::string(object));
    return found == rights.end() ? Breadth::none : found->second.of(action);
}

}  // namespace clientela::access
