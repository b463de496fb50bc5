// SPDX-License-Identifier: Apache-2.0
#include "access/not_allowed.h"

#include <array>

namespace clientela::access {

Error not_allowed(Action action, std::string_view object) {
    static constexpr std::array<std::string_view, kActionCount> kNames{
        "read", "create", "update", "remove", "export", "target"};
    return make_error(ErrorCode::forbidden,
                      "error.may_not." + std::string(kNames[static_cast<std::size_t>(action)]),
                      {{"object", std::string(object)}});
}

}  // namespace clientela::access
