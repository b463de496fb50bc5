// SPDX-License-Identifier: Apache-2.0
// Files to import: an odd first byte means JSON, an even one CSV. Every row has as many cells as
// there are columns, or says why it has not.
#include "tests/fuzz/targets.h"

#include <cstdint>
#include <cstdio>
#include <string>

#include <unistd.h>

#include "importer/table.h"

namespace clientela {
namespace {

// Rewritten for every input; in memory, as /dev/shm is.
std::string file_with(const std::uint8_t* data, std::size_t size) {
    static const std::string path = "/dev/shm/clientela-fuzz-" + std::to_string(::getpid());
    std::FILE* file = std::fopen(path.c_str(), "wb");
    CHECK(file != nullptr);
    CHECK(std::fwrite(data, 1, size, file) == size);
    std::fclose(file);
    return path;
}

}  // namespace

void fuzz_table(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return;
    importer::TableOptions options;
    options.format = data[0] % 2 == 0 ? importer::TableFormat::csv : importer::TableFormat::json;
    options.row_bytes_max = 4'096;
    options.columns_max = 50;
    const auto table = importer::open_table(file_with(data + 1, size - 1), options);
    if (!table.ok()) return;
    importer::TableRow row;
    std::int64_t last = 0;
    for (;;) {
        const auto more = (*table)->next(row);
        if (!more.ok() || !*more) return;
        CHECK(row.number > last);
        last = row.number;
        CHECK(row.broken || row.cells.size() == (*table)->columns().size());
    }
}

}  // namespace clientela
