// SPDX-License-Identifier: Apache-2.0
// multipart/form-data, read in pieces: small fields stay in memory, files go to temporary files
// that vanish with the form. Works on Request::body and Request::body_file alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "http/temporary_file.h"

namespace clientela::http {

struct MultipartLimits {
    std::size_t parts = 64;
    std::size_t field_bytes = 256 * 1024;               // one field without a file name
    std::uint64_t file_bytes = std::uint64_t{1} << 32;  // one file; the route limits the whole body
};

struct Part {
    std::string name;
    std::string file_name;     // last component only, as the client named it; never a path to open
    std::string content_type;  // "text/plain" when absent
    std::string value;         // of a field
    TemporaryFile file;        // of a file
    std::uint64_t size = 0;
    bool is_file() const { return !file.path().empty(); }
};

struct Form {
    std::vector<Part> parts;
    const Part* find(std::string_view name) const;  // first of that name, or null
};

// Errors: http.not_multipart, http.multipart_broken, http.too_many_parts, http.part_too_large.
Result<Form> read_multipart(const Request& request, const MultipartLimits& limits = {});

}  // namespace clientela::http
