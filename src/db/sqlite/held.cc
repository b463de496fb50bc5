// SPDX-License-Identifier: Apache-2.0
#include "db/held.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace clientela::db {
namespace {

bool is_filled(const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 && found.st_size > 0;
}

}  // namespace

Result<void> refuse_if_held(const std::string& directory) {
    const int file = ::open((directory + "/store.lock").c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return {};  // nobody ever had it open
    const bool held = ::flock(file, LOCK_EX | LOCK_NB) != 0;
    ::close(file);
    if (held) return make_error(ErrorCode::unavailable, "db.store_in_use", {{"path", directory}});
    return {};
}

// Who opened a store notes it in the lock file. A log without its database tells it as well, and
// SQLite would throw that away with the last changes in it.
Result<void> refuse_if_lost(const std::string& directory) {
    const std::string path = directory + "/clientela.db";
    if (is_filled(path)) return {};
    if (!is_filled(directory + "/store.lock") && !is_filled(path + "-wal")) return {};
    return make_error(ErrorCode::internal, "db.file_lost", {{"path", path}});
}

}  // namespace clientela::db
