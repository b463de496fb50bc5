// SPDX-License-Identifier: Apache-2.0
// A broken CHECK ends the process: the supervisor restarts it, the store loses nothing.
#include "base/result.h"

#include <cstdio>

namespace clientela {

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "CHECK failed: %s at %s:%d\n", condition, file, line);
    std::abort();
}

}  // namespace clientela
