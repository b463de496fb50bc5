// SPDX-License-Identifier: Apache-2.0
// One line of the access log.
#pragma once

#include <cstdint>
#include <string>

#include "http/message.h"

namespace clientela::http {

struct AccessEntry {
    const Request& request;
    int status;
    std::uint64_t microseconds;
    std::uint64_t bytes;
};

std::string access_line(const AccessEntry& entry);

}  // namespace clientela::http
