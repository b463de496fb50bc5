// SPDX-License-Identifier: Apache-2.0
// Files compiled into the program by tools/embed.py: definitions and message texts.
#pragma once

#include <string_view>
#include <vector>

namespace clientela {

struct EmbeddedFile {
    std::string_view name;  // path in the repository: "objects/account.json"
    std::string_view content;
};

const std::vector<EmbeddedFile>& embedded_files();
std::string_view embedded_file(std::string_view name);  // empty when there is none

}  // namespace clientela
