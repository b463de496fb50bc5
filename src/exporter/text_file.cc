// SPDX-License-Identifier: Apache-2.0
#include "exporter/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace clientela::exporter {
namespace {

constexpr std::size_t kBlock = 1 << 17;

Error not_written() {
    Error error = make_error(ErrorCode::unavailable, "export.not_written");
    error.detail = std::strerror(errno);
    return error;
}

}  // namespace

// Emptied only when it is known to be ours.
Result<int> create_private(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return not_written();
    struct stat found {};
    const bool known = ::fstat(file, &found) == 0;
    const bool ours = known && S_ISREG(found.st_mode) && found.st_uid == ::geteuid();
    if (known && !ours) errno = EPERM;
    if (ours && ::fchmod(file, 0600) == 0 && ::ftruncate(file, 0) == 0) return file;
    Error error = not_written();
    ::close(file);
    return error;
}

Result<TextFile> TextFile::create(const std::filesystem::path& path) {
    const int file = TRY(create_private(path));
    TextFile made;
    made.file_.reset(::fdopen(file, "wb"));
    if (made.file_ == nullptr) {
        ::close(file);
        return not_written();
    }
    made.waiting_.reserve(2 * kBlock);
    return made;
}

Result<void> TextFile::append(std::string_view text) {
    waiting_.append(text);
    if (waiting_.size() < kBlock) return {};
    return flush();
}

Result<void> TextFile::flush() {
    if (std::fwrite(waiting_.data(), 1, waiting_.size(), file_.get()) != waiting_.size()) {
        return not_written();
    }
    waiting_.clear();
    return {};
}

Result<void> TextFile::close() {
    TRY(flush());
    std::FILE* file = file_.release();
    if (std::fclose(file) != 0) return not_written();
    return {};
}

}  // namespace clientela::exporter
