// SPDX-License-Identifier: Apache-2.0
// Which letters the bytes of a file mean. Spreadsheets on Windows still write windows-1252, so a
// file without a single valid multi-byte sequence but with high bytes is read as that.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace clientela::importer {

enum class Encoding { utf8, windows_1252 };

// Reads the whole file once, in blocks. A file that mixes both counts as UTF-8: its bad rows fail
// one by one instead of the good ones being misread. UTF-16 is refused with its own message.
Result<Encoding> detect_encoding(const std::filesystem::path& file);

// Appends `bytes` of windows-1252 to `out` as UTF-8; the five undefined bytes become U+FFFD.
void append_windows_1252(std::string_view bytes, std::string& out);

}  // namespace clientela::importer
