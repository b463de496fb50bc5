// SPDX-License-Identifier: Apache-2.0
#include "exporter/text_file.h"

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

Result<TextFile> TextFile::create(const std::filesystem::path& path) {
    TextFile made;
    made.file_.reset(std::fopen(path.c_str(), "wb"));
    if (made.file_ == nullptr) return not_written();
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
