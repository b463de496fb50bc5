// SPDX-License-Identifier: Apache-2.0
// gzip for answers, and the choice of an encoding the client accepts.
#pragma once

#include <string>
#include <string_view>

namespace clientela::http {

// True when the Accept-Encoding value names the coding (or *) with a weight above zero.
bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);
bool is_compressible(std::string_view content_type);
std::string gzip(std::string_view text);  // empty when zlib fails

}  // namespace clientela::http
