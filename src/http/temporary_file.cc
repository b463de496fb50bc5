// SPDX-License-Identifier: Apache-2.0
// Made with a name that is taken away at once; readable by this user only.
#include "http/temporary_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace clientela::http {
namespace {

// A full disk is nobody's mistake and passes once somebody has made room.
Error trouble(const std::string& what) {
    const int reason = errno;
    Error error = internal_error(what + ": " + std::strerror(reason));
    if (reason == ENOSPC || reason == EDQUOT) {
        error.code = ErrorCode::unavailable;
        error.message = Message{"http.status_507", {}};
    }
    return error;
}

}  // namespace

Result<TemporaryFile> TemporaryFile::create() {
    const char* chosen = std::getenv("TMPDIR");
    const std::string base = chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
    std::string name = base + "/clientela-XXXXXX";
    TemporaryFile file;
    file.handle_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file.handle_ < 0 || ::unlink(name.c_str()) != 0)
        return trouble("no temporary file in " + base);
    file.path_ = "/proc/self/fd/" + std::to_string(file.handle_);
    return file;
}

TemporaryFile::~TemporaryFile() { close(); }

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), handle_(std::exchange(other.handle_, -1)) {}

TemporaryFile& TemporaryFile::operator=(TemporaryFile&& other) noexcept {
    if (this != &other) {
        close();
        path_ = std::exchange(other.path_, {});
        handle_ = std::exchange(other.handle_, -1);
    }
    return *this;
}

Result<void> TemporaryFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(handle_, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return trouble("cannot write an upload");
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

void TemporaryFile::close() {
    if (handle_ >= 0) ::close(std::exchange(handle_, -1));
    path_.clear();
}

}  // namespace clientela::http
