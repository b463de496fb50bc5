// SPDX-License-Identifier: Apache-2.0
// Serves the built web application from a directory: ETags, long caching for hashed files below
// /assets/, precompressed neighbours (.br, .gz), and index.html for paths of the application
// itself.
#pragma once

#include <string>
#include <vector>

#include "http/message.h"

namespace clientela::http {

struct StaticOptions {
    std::string directory;
    // Paths that never fall back to index.html: unknown ones below them are 404.
    std::vector<std::string> reserved = {"/api", "/auth", "/health", "/metrics", "/assets"};
    std::string missing_text;  // page shown when the directory has no index.html
};

// For Router::otherwise. Answers 404 with an empty body when there is nothing: the server then asks
// the router's failure handler.
Handler static_files(StaticOptions options);

std::string_view content_type_of(std::string_view path);

}  // namespace clientela::http
