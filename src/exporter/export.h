// SPDX-License-Identifier: Apache-2.0
// An export from first row to finished file. It advances by steps, each one transaction of reading
// and some thousand rows at most, so that whoever runs it can show progress, stop it, or go on
// after other work.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>

#include "exporter/row_source.h"
#include "exporter/table_writer.h"

namespace clientela::exporter {

// Runs `work` in one transaction of reading, as whoever exports.
using Reading = std::function<Result<void>(const std::function<Result<void>(record::Context&)>&)>;

inline constexpr std::size_t kRowsPerStep = 2'000;

class Export {
public:
    // The file is made at the first step. It must lie in a folder of its own user, because it holds
    // what one person may see.
    Export(std::unique_ptr<RowSource> source, std::filesystem::path file, WriterOptions options);
    ~Export();
    Export(const Export&) = delete;
    Export& operator=(const Export&) = delete;

    // True when the file is complete. After an error, or when it is never completed, the file is
    // taken away.
    Result<bool> step(const Reading& reading);
    // The two halves of a step, for whoever has a transaction already.
    Result<void> read_batch(record::Context& context, std::size_t rows = kRowsPerStep);
    Result<bool> write_batch();
    Result<std::optional<Reach>> reach(record::Context& context) { return source_->reach(context); }
    std::int64_t rows() const { return rows_; }

private:
    std::unique_ptr<RowSource> source_;
    std::filesystem::path file_;
    WriterOptions options_;
    std::unique_ptr<TableWriter> writer_;
    std::vector<Cells> batch_;
    std::int64_t rows_ = 0;
    bool more_ = true;
    bool complete_ = false;
};

// All steps; gives the number of rows.
Result<std::int64_t> run_export(Export& work, const Reading& reading,
                                const std::atomic<bool>& stopped);

}  // namespace clientela::exporter
