// SPDX-License-Identifier: Apache-2.0
#include "backup/archive.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/system_reason.h"

namespace clientela::backup {
namespace {

// The fastest level: a store's text shrinks to a fifth, further levels gain little and take long.
constexpr const char* kWriteMode = "wb1";
constexpr unsigned kBuffer = 1 << 18;
constexpr std::size_t kLineMax = 256 << 20;  // far beyond any row: such a file is no backup

Error trouble(const char* key, const std::string& path) {
    Error error =
        make_error(ErrorCode::unavailable, key, {{"path", path}, {"reason", system_reason(errno)}});
    error.detail = std::strerror(errno);
    return error;
}

// A file that somebody writes is locked; others are what a process that is gone has left.
void remove_leftovers(const std::string& path) {
    const std::filesystem::path whole = std::filesystem::absolute(path);
    const std::string begin = whole.filename().string() + ".";
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(whole.parent_path(), failed)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(begin) || !name.ends_with(".part")) continue;
        const int file = ::open(entry.path().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        if (file < 0) continue;
        if (::flock(file, LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
        ::close(file);
    }
}

// Locked while it is open. None: somebody took it for a leftover in the moment before the lock.
int create_locked(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return file;
    struct stat found {};
    const bool locked = ::flock(file, LOCK_EX | LOCK_NB) == 0;
    if (locked && ::fstat(file, &found) == 0 && found.st_nlink > 0) return file;
    ::close(file);
    errno = EAGAIN;
    return -1;
}

// Two backups to one name must not share it, nor two of one process.
std::string unfinished(const std::string& path) {
    static std::atomic<unsigned> number{0};
    return path + "." + std::to_string(::getpid()) + "." + std::to_string(++number) + ".part";
}

bool reach_disk(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) return false;
    const bool there = ::fsync(file) == 0;
    return ::close(file) == 0 && there;
}

}  // namespace

void CloseArchive::operator()(gzFile_s* file) const { ::gzclose(file); }

Result<ArchiveWriter> ArchiveWriter::create(const std::string& path) {
    ArchiveWriter made;
    made.path_ = path;
    made.part_ = unfinished(path);
    remove_leftovers(path);
    const int file = create_locked(made.part_);
    if (file < 0) return trouble("backup.not_written", path);
    made.file_.reset(::gzdopen(file, kWriteMode));
    if (made.file_ == nullptr) {
        ::close(file);
        return trouble("backup.not_written", path);
    }
    ::gzbuffer(made.file_.get(), kBuffer);
    return made;
}

ArchiveWriter::~ArchiveWriter() {
    if (file_ == nullptr) return;
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(part_, ignored);
}

Result<void> ArchiveWriter::line(std::string_view text) {
    const auto length = static_cast<unsigned>(text.size());
    const bool written =
        (text.empty() || ::gzwrite(file_.get(), text.data(), length) == static_cast<int>(length)) &&
        ::gzputc(file_.get(), '\n') == '\n';
    if (!written) return trouble("backup.not_written", path_);
    return {};
}

Result<std::int64_t> ArchiveWriter::finish() {
    gzFile_s* file = file_.release();
    if (::gzclose(file) != Z_OK || !reach_disk(part_, O_WRONLY)) {
        Error error = trouble("backup.not_written", path_);
        std::error_code ignored;
        std::filesystem::remove(part_, ignored);
        return error;
    }
    const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(part_));
    if (std::rename(part_.c_str(), path_.c_str()) != 0) {
        Error error = trouble("backup.not_written", path_);
        std::error_code ignored;
        std::filesystem::remove(part_, ignored);
        return error;
    }
    const std::filesystem::path folder = std::filesystem::absolute(path_).parent_path();
    if (!reach_disk(folder.string(), O_RDONLY | O_DIRECTORY))
        return trouble("backup.not_written", path_);
    return bytes;
}

Result<ArchiveReader> ArchiveReader::open(const std::string& path) {
    ArchiveReader made;
    made.file_.reset(::gzopen(path.c_str(), "rb"));
    if (made.file_ == nullptr) return trouble("backup.not_read", path);
    ::gzbuffer(made.file_.get(), kBuffer);
    return made;
}

Result<void> ArchiveReader::read_more() {
    waiting_.erase(0, start_);
    start_ = 0;
    const std::size_t before = waiting_.size();
    waiting_.resize(before + kBuffer);
    const int got = ::gzread(file_.get(), waiting_.data() + before, kBuffer);
    waiting_.resize(before + static_cast<std::size_t>(std::max(0, got)));
    if (got > 0) return {};
    return make_error(ErrorCode::invalid, "backup.cut");
}

Result<std::string_view> ArchiveReader::line() {
    for (std::size_t from = start_;;) {
        const std::size_t end = waiting_.find('\n', from);
        if (end != std::string::npos) {
            const std::string_view found(waiting_.data() + start_, end - start_);
            start_ = end + 1;
            return found;
        }
        const std::size_t known = waiting_.size() - start_;
        if (known > kLineMax) return make_error(ErrorCode::invalid, "backup.cut");
        TRY(read_more());
        from = start_ + known;
    }
}

}  // namespace clientela::backup
