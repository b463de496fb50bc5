// SPDX-License-Identifier: Apache-2.0
#include "base/system_reason.h"

#include <cstring>

namespace clientela {

// The catalogue has words for those that matter ("system.ENOENT"); localize() makes a sentence with
// the name of all others.
std::string system_reason(int number) {
    const char* name = ::strerrorname_np(number);
    return "system." + (name != nullptr ? std::string(name) : std::to_string(number));
}

std::string system_reason(const std::error_code& error) { return system_reason(error.value()); }

}  // namespace clientela
