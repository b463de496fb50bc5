// SPDX-License-Identifier: Apache-2.0
// PostgreSQL may run a transaction again, so a step first reads and only then writes.
#include "exporter/export.h"

namespace clientela::exporter {

Export::Export(std::unique_ptr<RowSource> source, std::filesystem::path file, WriterOptions options)
    : source_(std::move(source)), file_(std::move(file)), options_(std::move(options)) {}

Export::~Export() {
    if (complete_ || writer_ == nullptr) return;
    writer_.reset();
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
}

Result<void> Export::read_batch(record::Context& context, std::size_t rows) {
    batch_.clear();
    while (more_ && batch_.size() < rows)
        more_ = TRY(source_->read(context, batch_));
    return {};
}

Result<bool> Export::step(const Reading& reading) {
    TRY(reading([this](record::Context& context) { return read_batch(context); }));
    return write_batch();
}

Result<bool> Export::write_batch() {
    if (writer_ == nullptr) {
        writer_ = TRY(open_writer(file_, options_));
        TRY(writer_->begin(source_->columns()));
    }
    for (const Cells& cells : batch_)
        TRY(writer_->write(cells));
    rows_ += static_cast<std::int64_t>(batch_.size());
    if (more_) return false;
    TRY(writer_->finish());
    complete_ = true;
    return true;
}

Result<std::int64_t> run_export(Export& work, const Reading& reading,
                                const std::atomic<bool>& stopped) {
    while (!stopped) {
        if (TRY(work.step(reading))) return work.rows();
    }
    return make_error(ErrorCode::conflict, "export.cancelled");
}

}  // namespace clientela::exporter
