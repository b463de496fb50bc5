// SPDX-License-Identifier: Apache-2.0
// A file that is removed when its owner goes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace clientela::http {

class TemporaryFile {
public:
    TemporaryFile() = default;
    // In $TMPDIR, else in /var/tmp: uploads are large, and /tmp may be memory.
    static Result<TemporaryFile> create();
    ~TemporaryFile();
    TemporaryFile(TemporaryFile&& other) noexcept;
    TemporaryFile& operator=(TemporaryFile&& other) noexcept;

    const std::string& path() const { return path_; }
    Result<void> append(std::string_view bytes);
    void close_handle();    // keeps the file, frees the descriptor
    std::string release();  // the caller removes the file from now on

private:
    void remove();
    std::string path_;
    int handle_ = -1;
};

}  // namespace clientela::http
