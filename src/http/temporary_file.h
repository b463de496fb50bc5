// SPDX-License-Identifier: Apache-2.0
// A file without a name: it is gone with its owner, and with the process however that ends, since
// what people upload must not lie about.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace clientela::http {

class TemporaryFile {
public:
    TemporaryFile() = default;
    // In $TMPDIR, else in /var/tmp: uploads are large, and /tmp may be memory. A disk without room
    // is "http.status_507", here and in append().
    static Result<TemporaryFile> create();
    ~TemporaryFile();
    TemporaryFile(TemporaryFile&& other) noexcept;
    TemporaryFile& operator=(TemporaryFile&& other) noexcept;

    // Opens it anew, in this process and for as long as the owner lives.
    const std::string& path() const { return path_; }
    Result<void> append(std::string_view bytes);

private:
    void close();
    std::string path_;
    int handle_ = -1;
};

}  // namespace clientela::http
