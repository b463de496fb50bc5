// SPDX-License-Identifier: Apache-2.0
#include "db/held.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace clientela::db {

Result<void> refuse_if_held(const std::string& directory) {
    const int file = ::open((directory + "/store.lock").c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return {};  // nobody ever had it open
    const bool held = ::flock(file, LOCK_EX | LOCK_NB) != 0;
    ::close(file);
    if (held) return make_error(ErrorCode::unavailable, "db.store_in_use", {{"path", directory}});
    return {};
}

}  // namespace clientela::db
