// SPDX-License-Identifier: Apache-2.0
// Lines of text in a gzip file: written to the disk before it is called done, read with its
// checksum looked at.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct gzFile_s;

namespace clientela::backup {

struct CloseArchive {
    void operator()(gzFile_s* file) const;
};

class ArchiveWriter {
public:
    // Writes a file beside PATH until finish().
    static Result<ArchiveWriter> create(const std::string& path);
    ArchiveWriter(ArchiveWriter&& other) noexcept = default;
    ~ArchiveWriter();  // removes what was not finished

    Result<void> line(std::string_view text);
    Result<std::int64_t> finish();  // bytes of the file

private:
    ArchiveWriter() = default;
    std::unique_ptr<gzFile_s, CloseArchive> file_;
    std::string path_;
    std::string part_;  // where it is written
};

class ArchiveReader {
public:
    static Result<ArchiveReader> open(const std::string& path);

    // The next line without its end; "backup.cut" at the end of the file, which a complete backup
    // never reaches.
    Result<std::string_view> line();

private:
    ArchiveReader() = default;
    Result<void> read_more();

    std::unique_ptr<gzFile_s, CloseArchive> file_;
    std::string waiting_;
    std::size_t start_ = 0;
};

}  // namespace clientela::backup
