// SPDX-License-Identifier: Apache-2.0
// Lookup in the list that tools/embed.py wrote at build time.
#include "base/embedded.h"

namespace clientela {

std::string_view embedded_file(std::string_view name) {
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.name == name) return file.content;
    }
    return {};
}

}  // namespace clientela
