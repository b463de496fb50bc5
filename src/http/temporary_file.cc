// SPDX-License-Identifier: Apache-2.0
// mkostemp and unlink; readable by this user only.
#include "http/temporary_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace clientela::http {

Result<TemporaryFile> TemporaryFile::create() {
    const char* chosen = std::getenv("TMPDIR");
    const std::string base = chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
    TemporaryFile file;
    file.path_ = base + "/clientela-XXXXXX";
    file.handle_ = ::mkostemp(file.path_.data(), O_CLOEXEC);
    if (file.handle_ < 0) {
        const int reason = errno;
        file.path_.clear();
        return internal_error("no temporary file in " + base + ": " + std::strerror(reason));
    }
    return file;
}

TemporaryFile::~TemporaryFile() { remove(); }

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), handle_(std::exchange(other.handle_, -1)) {}

TemporaryFile& TemporaryFile::operator=(TemporaryFile&& other) noexcept {
    if (this != &other) {
        remove();
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
            return internal_error("cannot write " + path_ + ": " + std::strerror(errno));
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

void TemporaryFile::close_handle() {
    if (handle_ >= 0) ::close(std::exchange(handle_, -1));
}

std::string TemporaryFile::release() {
    close_handle();
    return std::exchange(path_, {});
}

void TemporaryFile::remove() {
    close_handle();
    if (!path_.empty()) ::unlink(path_.c_str());
    path_.clear();
}

}  // namespace clientela::http
