// SPDX-License-Identifier: Apache-2.0
// A file that grows by pieces of text; writes go out in blocks, and a full disk is an error, not a
// short file.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace clientela::exporter {

// Makes `path` an empty file that its owner alone may read, or empties one that is; never follows a
// link and never writes into what belongs to somebody else.
Result<int> create_private(const std::filesystem::path& path);

class TextFile {
public:
    static Result<TextFile> create(const std::filesystem::path& path);

    Result<void> append(std::string_view text);
    Result<void> close();  // flushes; the file is complete only when this succeeds

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    Result<void> flush();

    std::unique_ptr<std::FILE, Close> file_;
    std::string waiting_;
};

}  // namespace clientela::exporter
